import { HOUR_MS } from '../core/time.ts';
import type { Ruleset } from './ruleset.ts';
import { season1 } from './season1.ts';

/*
 * A season in one day: the ten days of game time of season 1 at ten times real speed, 24 hours in all. Battles, units and land are
 * those of season 1. Whoever looks away for an hour is away for ten of the game, so queues and charges reach further, and
 * what protects a player or a piece of land lasts long enough to be seen. Real times in brackets.
 */
export const blitz: Ruleset = {
  ...season1,
  id: 'blitz',
  village: { ...season1.village, trainingQueueMax: 10 },
  // (48 minutes.)
  territory: { ...season1.territory, truceGameMs: 8 * HOUR_MS },
  raids: {
    ...season1.raids,
    // Full again after 24 hours of the game (2 h 24 min).
    maxCharges: 12,
    raidedShieldGameMs: 20 * HOUR_MS,
    newVillageShieldGameMs: 30 * HOUR_MS,
  },
  // Invitations stay open for half the season (12 h); tribes are closed for its last three hours.
  tribe: { ...season1.tribe, inviteGameMs: 120 * HOUR_MS, noJoiningLastGameMs: 30 * HOUR_MS },
  season: { ...season1.season, speed: 10 },
};
