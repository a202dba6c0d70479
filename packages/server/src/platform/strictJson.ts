/**
 * JSON as we accept it: no duplicate keys (the last one would win silently), no deep nesting (any later JSON.stringify would overflow),
 * no NUL and no lone surrogates (PostgreSQL refuses one and confuses the others). RELIABILITY T2, T4, T11.
 */
export class StrictJsonError extends Error {}

const MAX_DEPTH = 32;
const MAX_KEYS = 2_000;

/** Parses `text`, throws StrictJsonError when it is not acceptable. */
export function parseStrictJson(text: string): unknown {
  checkShape(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new StrictJsonError('The body is not valid JSON.');
  }
  return value;
}

/** One pass over the text, before anything is built from it. Assumes nothing: malformed text is left to JSON.parse. */
function checkShape(text: string): void {
  const keys: (Set<string> | null)[] = [];
  let total = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '{' || char === '[') {
      if (keys.length >= MAX_DEPTH) throw new StrictJsonError(`The body is nested more than ${MAX_DEPTH} levels deep.`);
      keys.push(char === '{' ? new Set() : null);
    } else if (char === '}' || char === ']') {
      keys.pop();
    } else if (char === '"') {
      const end = endOfString(text, at);
      const decoded = decode(text.slice(at, end + 1));
      checkText(decoded);
      const names = keys.at(-1);
      if (names && isKey(text, end + 1)) {
        if (names.has(decoded))
          throw new StrictJsonError(`The key ${JSON.stringify(decoded.slice(0, 40))} occurs twice.`);
        if (++total > MAX_KEYS) throw new StrictJsonError('The body has too many fields.');
        names.add(decoded);
      }
      at = end;
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  throw new StrictJsonError('The body is not valid JSON.');
}

function decode(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw new StrictJsonError('The body is not valid JSON.');
  }
}

function isKey(text: string, from: number): boolean {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text[at] as string)) at++;
  return text[at] === ':';
}

function checkText(text: string): void {
  if (text.includes('\0')) throw new StrictJsonError('Texts may not contain the NUL character.');
  // isWellFormed is in Node 20, not yet in the ES2023 type library.
  if (!(text as unknown as { isWellFormed(): boolean }).isWellFormed())
    throw new StrictJsonError('Texts must be well-formed Unicode.');
}
