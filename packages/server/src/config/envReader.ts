/**
 * Reads single variables and remembers what was wrong, so that all problems are reported at once.
 * An empty or blank variable counts as not set: `NAME=` in an .env file is how people switch a setting off.
 * A problem names the variable and what is expected, never the value: it may be a secret.
 */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvReader {
  readonly problems: string[];
  text(name: string): string | null;
  integer(name: string, fallback: number, min: number, max: number): number;
  flag(name: string, fallback: boolean): boolean;
  choice<T extends string>(name: string, choices: readonly T[], fallback: T): T;
  url(name: string, protocols: readonly string[]): string | null;
  origin(name: string): string | null;
}

function parseUrl(value: string, protocols: readonly string[]): URL | null {
  if (!URL.canParse(value)) return null;
  const url = new URL(value);
  return protocols.includes(url.protocol) ? url : null;
}

/** The value as an origin ("https://play.example", no path), or null when it is none. */
export function parseOrigin(value: string): string | null {
  const url = parseUrl(value, ['http:', 'https:']);
  return url && url.pathname === '/' && !url.search && !url.hash && !url.username ? url.origin : null;
}

/** A reader over one environment; look at `problems` after the last read. */
export function createEnvReader(env: Environment): EnvReader {
  const problems: string[] = [];

  function text(name: string): string | null {
    const value = env[name]?.trim();
    return value ? value : null;
  }

  return {
    problems,
    text,
    integer(name, fallback, min, max) {
      const value = text(name);
      if (value === null) return fallback;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      problems.push(`${name} must be a whole number from ${min} to ${max}`);
      return fallback;
    },
    flag(name, fallback) {
      const value = text(name);
      if (value === null) return fallback;
      if (value === '1' || value === 'true') return true;
      if (value === '0' || value === 'false') return false;
      problems.push(`${name} must be 1 or 0`);
      return fallback;
    },
    choice(name, choices, fallback) {
      const value = text(name);
      if (value === null) return fallback;
      const found = choices.find((choice) => choice === value);
      if (found !== undefined) return found;
      problems.push(`${name} must be one of: ${choices.join(', ')}`);
      return fallback;
    },
    url(name, protocols) {
      const value = text(name);
      if (value === null || parseUrl(value, protocols)) return value;
      problems.push(`${name} must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
      return null;
    },
    origin(name) {
      const value = text(name);
      if (value === null) return null;
      const origin = parseOrigin(value);
      if (origin === null) problems.push(`${name} must be an address like https://play.example, without a path`);
      return origin;
    },
  };
}
