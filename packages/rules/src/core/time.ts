export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** One income slot: 10 minutes of game time. */
export const SLOT_MS = 600_000;

/**
 * Real milliseconds that a span of game time takes at a season's speed, rounded up so that nothing ends early.
 * GAME_DESIGN 1, "Game speed": every building, training, truce, shield, cooldown and tick time is divided by it.
 */
export function gameToRealMs(gameMs: number, speed: number): number {
  assertSpeed(speed);
  return Math.ceil(gameMs / speed);
}

/** Throws RangeError unless a speed is a positive integer. */
export function assertSpeed(speed: number): void {
  if (!Number.isSafeInteger(speed) || speed < 1) throw new RangeError('Speed must be a positive integer');
}
