/** What a player confirms before paying. A new version is asked for again; it is the date of the text. */
export const TERMS_VERSION = '2026-11-25';
/** In years. */
export const MINIMUM_AGE = 18;
