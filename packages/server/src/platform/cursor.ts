/** Cursors: where a page of a list ends, as a text that callers hand back unread. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Static, TSchema } from 'typebox';
import Value from 'typebox/value';

/** The position as an opaque text. */
export const writeCursor = (position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');

/** The position behind a cursor; null without one. VALIDATION_FAILED for a text that none of our lists made. */
export function readCursor<T extends TSchema>(text: string | undefined, schema: T): Static<T> | null {
  if (text === undefined) return null;
  try {
    const position: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Value.Check(schema, position)) return position;
  } catch {
    // Not JSON: refused below.
  }
  throw new AppError('VALIDATION_FAILED', {
    part: 'querystring',
    issues: [{ field: '/cursor', problem: 'is not a cursor of this list' }],
  });
}
