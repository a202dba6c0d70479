import { AppError } from '@cryptotribes/protocol/core/errors';

/** Refuses unless exactly the expected text was typed: CONFIRMATION_MISMATCH. */
export function assertConfirmed(typed: string | undefined, expected: string): void {
  if (typed?.normalize('NFC') !== expected.normalize('NFC')) throw new AppError('CONFIRMATION_MISMATCH', { expected });
}
