/**
 * The program with its test doors: the same as `ct start`, and it obeys FAILPOINT, TEST_CLOCK and TEST_PAYOUT_IDLE_MS (the longest wait between two
 * rounds of the payout process). testing/gameProcess.ts starts it; nothing of it is in the production build.
 */
import { runMain } from '../main.ts';
import { armFaults, readFaults } from './failpoint.ts';
import { testClock } from './testClock.ts';

const { FAILPOINT, TEST_CLOCK, TEST_PAYOUT_IDLE_MS } = process.env;
armFaults(readFaults(FAILPOINT ?? ''));
await runMain({
  ...(TEST_CLOCK === undefined ? {} : { adjustClock: (clock) => testClock(clock, TEST_CLOCK) }),
  ...(TEST_PAYOUT_IDLE_MS === undefined ? {} : { payoutIdleMs: Number(TEST_PAYOUT_IDLE_MS) }),
});
