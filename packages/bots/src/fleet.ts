/**
 * What the house's bots know of each other: who they are, which tribes are theirs, when they last attacked and whom they leave alone.
 * It paces the whole fleet, so that land keeps changing hands without a storm, and protects people from being ganged up on.
 */
import type { TerritorySummary } from '@cryptotribes/protocol/features/territories';
import type { BotStats } from './botStats.ts';

export interface Fleet {
  readonly stats: BotStats;
  readonly userIds: Set<string>;
  /** Tribe number (0 = first) → tribe id of this season. */
  readonly tribeIds: Map<number, string>;
  /** Players who were invited this season, or need not be. */
  readonly invited: Set<string>;
  /** Forgets a past season when another has begun. */
  enterSeason(seasonId: string, gameSpeed: number): void;
  /** Told after each look at the map: counts what changed hands. */
  observe(seasonId: string, map: readonly TerritorySummary[]): void;
  /** 0 right after an attack, 1 when the next is due, up to 1.5 when overdue or when nothing was captured for long. */
  urge(): number;
  noteAttack(place: number, guestIds: readonly string[]): void;
  /** A raid was ordered; `guestIds` are the people it is aimed at, none for camps and bots. */
  noteRaid(guestIds: readonly string[]): void;
  /** Keeps other bots from choosing the same ground for a moment. */
  reserve(place: number): void;
  isSpared(place: number, tribeId: string | null): boolean;
  /** Whether none of these people (users or tribes) was attacked lately. Somebody seen for the first time gets the full peace. */
  mayDisturb(guestIds: readonly string[]): boolean;
  isHouseTribe(tribeId: string): boolean;
}

/** Time between two attacks of the fleet at speed 60. */
const PACE_MS = 19_000;
/** How long ground that one bot chose is no target for the others. */
const RESERVED_MS = 15_000;
/** People are attacked at most once in this time, at speed 60. */
const GUEST_PEACE_MS = 10 * 60_000;

export function createFleet(stats: BotStats, nowMs: () => number): Fleet {
  let seasonId: string | null = null;
  let scale = 1;
  let lastAttackMs = nowMs();
  let lastCaptureMs = nowMs();
  let owners = new Map<number, string | null>();
  const reservedUntil = new Map<number, number>();
  const guestPeaceUntil = new Map<string, number>();
  const tribeIds = new Map<number, string>();
  const invited = new Set<string>();

  const isHouseTribe = (tribeId: string) => [...tribeIds.values()].includes(tribeId);
  const peaceOver = (guestId: string): boolean => {
    const until = guestPeaceUntil.get(guestId);
    if (until === undefined) guestPeaceUntil.set(guestId, nowMs() + GUEST_PEACE_MS * scale);
    return until !== undefined && until <= nowMs();
  };

  return {
    stats,
    userIds: new Set(),
    tribeIds,
    invited,
    isHouseTribe,
    enterSeason(id, gameSpeed) {
      scale = 60 / gameSpeed;
      if (id === seasonId) return;
      seasonId = id;
      lastAttackMs = nowMs();
      lastCaptureMs = nowMs();
      for (const collection of [tribeIds, invited, reservedUntil, guestPeaceUntil]) collection.clear();
      owners = new Map();
      stats.settled = 0;
    },
    observe(id, map) {
      if (id !== seasonId) return;
      for (const { territoryId, owner } of map) {
        const before = owners.get(territoryId);
        const after = owner?.tribeId ?? null;
        if (before !== undefined && after !== null && after !== before) {
          stats.capturesSeen += 1;
          lastCaptureMs = nowMs();
        }
        owners.set(territoryId, after);
      }
    },
    urge() {
      const quiet = nowMs() - lastCaptureMs > 2 * PACE_MS * scale;
      const due = (nowMs() - lastAttackMs) / (PACE_MS * scale * (quiet ? 0.4 : 1));
      return Math.min(1.5, due ** 3);
    },
    noteAttack(place, guestIds) {
      stats.attacks += 1;
      lastAttackMs = nowMs();
      reservedUntil.set(place, nowMs() + RESERVED_MS);
      for (const id of guestIds) guestPeaceUntil.set(id, nowMs() + GUEST_PEACE_MS * scale);
    },
    noteRaid(guestIds) {
      stats.raids += 1;
      for (const id of guestIds) guestPeaceUntil.set(id, nowMs() + GUEST_PEACE_MS * scale);
    },
    reserve(place) {
      reservedUntil.set(place, nowMs() + RESERVED_MS);
    },
    isSpared(place, tribeId) {
      if ((reservedUntil.get(place) ?? 0) > nowMs()) return true;
      return tribeId !== null && !isHouseTribe(tribeId) && !peaceOver(tribeId);
    },
    mayDisturb: (guestIds) => guestIds.map(peaceOver).every((over) => over),
  };
}
