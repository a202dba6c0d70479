/**
 * Time that a test moves while processes run. `TEST_CLOCK` names a file with a whole number: how many milliseconds the program's clock is ahead
 * of the database's. Every process of a game that is given the same file has the same time; a changed file counts at once. In the test build
 * alone.
 */
import { readFileSync } from 'node:fs';
import type { Clock } from '../platform/clock.ts';

/** The clock of the database, moved on by what the file says; like every clock it never goes back. */
export function testClock(database: Clock, file: string): Clock {
  let latestMs = 0;
  let aheadMs = 0;
  return {
    nowMs: () => {
      const said = Number(readFileSync(file, 'utf8'));
      // Empty for the moment in which somebody writes it.
      if (Number.isSafeInteger(said) && said > 0) aheadMs = said;
      latestMs = Math.max(latestMs, database.nowMs() + aheadMs);
      return latestMs;
    },
  };
}
