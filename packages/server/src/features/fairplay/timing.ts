/** Whether somebody plays like a clock. Pure functions over times. */

const HOURS = 24;

/**
 * For how many whole days on end the player was never away for `restHours` hours together, by the hours in which commands were given. A day that
 * was not recorded is a day of rest.
 */
export function longestAwakeDays(days: readonly { day: number; hours: number }[], restHours: number): number {
  let awakeHours = 0;
  let longest = 0;
  let lastActive: number | null = null;
  for (const { day, hours } of days) {
    for (let hour = 0; hour < HOURS; hour++) {
      if ((hours & (1 << hour)) === 0) continue;
      const at = day * HOURS + hour;
      // Between two active hours lie that many without a command.
      if (lastActive === null || at - lastActive - 1 >= restHours) awakeHours = 1;
      else awakeHours += at - lastActive;
      lastActive = at;
      longest = Math.max(longest, awakeHours);
    }
  }
  return Math.floor(longest / HOURS);
}

/** Steps that long are pauses, not a rhythm. */
const LONGEST_STEP_MS = 12 * 3_600_000;
/** Several orders at once are one visit. */
const SHORTEST_STEP_MS = 120_000;

/**
 * How many percent (floored) of the steps from one visit to the next are the same to the second, the one before or the one after, and which step that is. 0 when
 * there are fewer than ten steps.
 */
export function regularity(timesMs: readonly number[]): { share: number; stepSeconds: number } {
  const steps = timesMs
    .slice(1)
    .map((at, index) => at - (timesMs[index] ?? at))
    .filter((step) => step >= SHORTEST_STEP_MS && step <= LONGEST_STEP_MS)
    .map((step) => Math.round(step / 1_000));
  if (steps.length < 10) return { share: 0, stepSeconds: 0 };
  const counts = new Map<number, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  let best = 0;
  let stepSeconds = 0;
  for (const step of new Set([...counts.keys()].flatMap((at) => [at - 1, at, at + 1]))) {
    const near = (counts.get(step - 1) ?? 0) + (counts.get(step) ?? 0) + (counts.get(step + 1) ?? 0);
    if (near > best) [best, stepSeconds] = [near, step];
  }
  return { share: Math.floor((100 * best) / steps.length), stepSeconds };
}
