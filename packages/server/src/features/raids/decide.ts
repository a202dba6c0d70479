/**
 * Deciding raids (ARCHITECTURE 4): one transaction takes the first order of a queue, fights it by the rules and writes everything that
 * follows. Strictly one after the other per village (camps: per raider), side by side across. Locks: order, villages by user id, tribe scores.
 */
import { addArmies } from '@cryptotribes/rules/core/units';
import { returnCharge } from '@cryptotribes/rules/raids/charges';
import { villageRaidTurn } from '@cryptotribes/rules/raids/villageRaid';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Context } from '../../context.ts';
import { inTransaction, type Tx } from '../../platform/tx.ts';
import { failpoint } from '../../testBuild/failpoint.ts';
import { writeNotFought } from '../battles/notFought.ts';
import { underItsRequest } from '../battles/underItsRequest.ts';
import { roundOf } from '../beacon/acceptance.ts';
import { getSeason } from '../seasons/queries.ts';
import { findSeat } from '../tribes/membership.ts';
import { completeDue } from '../villages/completions.ts';
import { lockVillageRows, saveVillage } from '../villages/queries.ts';
import type { Village } from '../villages/village.ts';
import { fightRaid } from './fightRaid.ts';
import { lockNextRaid, type RaidOrder } from './queries.ts';
import type { RaidField } from './raidField.ts';
import { villageShieldMs } from './state.ts';
import { aimOf } from './tellRaid.ts';

/** Decides the raid that has waited longest, if there is one that nobody else is deciding. True when there may be more. */
export async function decideNextRaid(ctx: Context): Promise<boolean> {
  const decided = await underItsRequest(ctx, (found) => inTransaction(ctx, (tx) => decideFirst(ctx, tx, found)));
  if (decided === null) return false;
  await failpoint('raid.committed');
  ctx.metrics.battles.inc({ status: decided.status });
  ctx.metrics.battleSeconds.observe(decided.waitedMs / 1000);
  return true;
}

async function decideFirst(
  ctx: Context,
  tx: Tx,
  found: (order: RaidOrder) => void,
): Promise<{ status: string; waitedMs: number } | null> {
  const order = await lockNextRaid(tx);
  if (order === null) return null;
  found(order);
  const season = await getSeason(tx, order.seasonId);
  if (season === null) throw new Error('a raid without its season');
  const round = await roundOf(tx, season, order.beaconRound);
  if (round.kind === 'waiting') throw new Error('a raid was taken before its round was there');
  const victimId = order.target.kind === 'village' ? order.target.userId : null;
  const villages = await lockVillageRows(
    tx,
    season.id,
    victimId === null ? [order.attackerId] : [order.attackerId, victimId],
  );
  await failpoint('raid.locked');
  // Never before the order was given, wherever the clock of a restarted program stands.
  const nowMs = Math.max(ctx.clock.nowMs(), order.acceptedMs, 'atMs' in round ? round.atMs : 0);
  for (const village of villages) await completeDue(tx, village, nowMs);
  const field: RaidField = {
    tx,
    season,
    rules: rulesetById(season.ruleset_id),
    order,
    raider: villageOf(villages, order.attackerId),
    victim: victimId === null ? null : villageOf(villages, victimId),
    raiderTribeId: (await findSeat(tx, season.id, order.attackerId))?.tribeId ?? null,
    victimTribeId: victimId === null ? null : ((await findSeat(tx, season.id, victimId))?.tribeId ?? null),
    beacon: round.kind === 'came' ? round.input : null,
    nowMs,
  };
  const roundMissing = round.kind === 'missing';
  const turn = roundMissing ? 'void' : turnOf(field);
  if (turn === 'fight') await fightRaid(field);
  else await callOff(field, roundMissing);
  for (const village of villages) await saveVillage(tx, village);
  await failpoint('raid.saved');
  return { status: turn === 'fight' ? 'completed' : turn, waitedMs: nowMs - order.acceptedMs };
}

function villageOf(villages: Village[], userId: string): Village {
  const village = villages.find((item) => item.userId === userId);
  if (!village) throw new Error(`a raid without the village of ${userId}`);
  return village;
}

function turnOf({ rules, season, victim, raiderTribeId, victimTribeId, nowMs }: RaidField): 'fight' | 'void' {
  if (victim === null) return 'fight';
  const shieldUntilMs = villageShieldMs(season, rules, victim);
  return villageRaidTurn({ attackerTribeId: raiderTribeId, defenderTribeId: victimTribeId, shieldUntilMs, nowMs });
}

/** The village is shielded or of the own tribe by now, or the round of the beacon never came: the units are home, the charge is back, nobody gains or loses. */
async function callOff(field: RaidField, roundMissing: boolean): Promise<void> {
  const { tx, rules, season, order, raider, nowMs } = field;
  const { charges, asOfMs } = returnCharge(rules, raider.raids.charges, nowMs, season.speed);
  raider.raids = { ...raider.raids, charges: { charges, asOfMs } };
  raider.home = addArmies(raider.home, order.army);
  await writeNotFought(tx, order, {
    status: 'void',
    nowMs,
    roundMissing,
    defenderTribeId: field.victimTribeId,
    aim: await aimOf(field),
  });
}
