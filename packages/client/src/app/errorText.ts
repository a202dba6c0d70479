import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { text } from './text.ts';

/** What to tell a player about a failed call: our own words for a known code, else the server's sentence. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return text.errorUnknown;
  const known: Record<string, string> = text.errors;
  return known[error.code] ?? error.message;
}
