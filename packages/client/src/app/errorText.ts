import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { errorsText } from '../text/en/errors.ts';

/** What to tell a player about a failed call: our own words for a known code, else the server's sentence. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return errorsText.unknown;
  const known: Record<string, string> = errorsText.codes;
  return known[error.code] ?? error.message;
}
