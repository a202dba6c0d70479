const rules = new Intl.PluralRules('en');

/** The form for `n`: plural(2, 'unit', 'units') → 'units'. */
export const plural = (n: number, one: string, other: string): string => (rules.select(n) === 'one' ? one : other);
