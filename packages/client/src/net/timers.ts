import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { BUILDING_TYPES, type BuildingType } from '@cryptotribes/rules/core/units';

/** How long after its end a countdown waits for news before the record is asked for. */
const GRACE_MS = 1500;

/** All moments at which something of ours ends or arrives, ISO. */
function endsOf(me: Me): string[] {
  const ends = me.trainingQueue.map((batch) => batch.endTime);
  for (const building of Object.values(me.buildings)) if (building.upgradeEndTime) ends.push(building.upgradeEndTime);
  for (const group of me.returning) ends.push(group.arrivesAt);
  if (me.raidCharges.nextAt) ends.push(me.raidCharges.nextAt);
  // A credit of nothing (the store is full) sends no news, but the next one has its time.
  if (me.income.nextAt) ends.push(me.income.nextAt);
  return ends;
}

/** Names what should have happened by now without any news of it; null = nothing is overdue. */
export function overdueMark(me: Me, nowMs: number): string | null {
  const overdue = endsOf(me).filter((end) => Date.parse(end) + GRACE_MS <= nowMs);
  return overdue.length === 0 ? null : overdue.sort().join();
}

/** Names the tick of the season that is over by now while the record still waits for it; null = none. */
export function overdueTick(season: Season, nowMs: number): string | null {
  const { nextTickAt, status } = season;
  if (status !== 'active' || nextTickAt === null) return null;
  const next = [nextTickAt.vp, nextTickAt.gold].sort()[0]!;
  return Date.parse(next) + GRACE_MS <= nowMs ? next : null;
}

/** How long after its end something is finished by hand: neither news nor a fresh record told that it was. */
const LATE_MS = 8000;

export interface LateWork {
  buildings: BuildingType[];
  /** Batches of the training queue. */
  queueIds: string[];
}

/** Upgrades and batches that should long be finished. */
export function lateWork(me: Me, nowMs: number): LateWork {
  const isLate = (end: string | null) => end !== null && Date.parse(end) + LATE_MS <= nowMs;
  return {
    buildings: BUILDING_TYPES.filter((type) => isLate(me.buildings[type].upgradeEndTime)),
    queueIds: me.trainingQueue.filter((batch) => isLate(batch.endTime)).map((batch) => batch.queueId),
  };
}
