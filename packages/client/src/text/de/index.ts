/**
 * German, whole: one file that the page loads before its first sentence. Parts import types only: a value from elsewhere could wait
 * for the very file that waits for this one.
 */
export const german: Readonly<Record<string, unknown>> = {};
