import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Result } from '@cryptotribes/rules/core/result';

/** The value of a result of the rules; a refusal becomes the error with the same code. */
export function accepted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new AppError(result.code, result.details);
}
