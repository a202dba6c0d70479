/**
 * What completes by itself: upgrades, training batches, units on their way home. Whoever locks a village first completes what is due
 * (a request, the worker, a battle); the row lock makes it happen once. The moment that counts is the planned end, not the look.
 */
import { addArmies, BUILDING_TYPES, emptyArmy } from '@cryptotribes/rules/core/units';
import type { Tx } from '../../platform/tx.ts';
import { deleteReturning, finishBatches, logBuilding } from './queries.ts';
import type { Village } from './village.ts';

/** Completes everything with an end at or before `nowMs`. True when the village changed; the caller saves it. */
export async function completeDue(tx: Tx, village: Village, nowMs: number): Promise<boolean> {
  if (village.nextDueMs === null || village.nextDueMs > nowMs) return false;
  for (const type of BUILDING_TYPES) {
    const upgrade = village.upgrades[type];
    if (upgrade === null || upgrade.endMs > nowMs) continue;
    const level = village.levels[type] + 1;
    village.levels = { ...village.levels, [type]: level };
    village.upgrades = { ...village.upgrades, [type]: null };
    await logBuilding(tx, village, type, level, upgrade.endMs);
    tx.tell({ user: village.userId }, 'building_upgraded', { buildingType: type, level }, upgrade.endMs);
  }
  await completeBatches(tx, village, nowMs);
  await completeReturns(tx, village, nowMs);
  return true;
}

async function completeBatches(tx: Tx, village: Village, nowMs: number): Promise<void> {
  const done = village.batches.filter((batch) => batch.endMs <= nowMs);
  if (done.length === 0) return;
  village.batches = village.batches.filter((batch) => batch.endMs > nowMs);
  await finishBatches(
    tx,
    done.map((batch) => batch.id),
    nowMs,
  );
  for (const batch of done) {
    village.home = addArmies(village.home, { ...emptyArmy(), [batch.unit]: batch.quantity });
    tx.tell(
      { user: village.userId },
      'training_completed',
      { queueId: batch.id, unitType: batch.unit, quantity: batch.quantity, army: village.home },
      batch.endMs,
    );
  }
}

async function completeReturns(tx: Tx, village: Village, nowMs: number): Promise<void> {
  const home = village.returning.filter((group) => group.arrivesMs <= nowMs);
  if (home.length === 0) return;
  village.returning = village.returning.filter((group) => group.arrivesMs > nowMs);
  await deleteReturning(
    tx,
    home.map((group) => group.id),
  );
  for (const group of home) {
    village.home = addArmies(village.home, group.units);
    tx.tell({ user: village.userId }, 'units_returned', { units: group.units, army: village.home }, group.arrivesMs);
  }
}
