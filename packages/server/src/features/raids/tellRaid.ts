import type { BattleOutcome } from '@cryptotribes/rules/battles/resolve';
import type { VictoryPointsResult } from '@cryptotribes/rules/battles/victoryPoints';
import { listUsernames } from '../battles/queries.ts';
import { getTribeRef } from '../territories/queries.ts';
import type { RaidField } from './raidField.ts';
import { villageShieldMs } from './state.ts';

const NAMELESS = 'A player without a name';

async function namesOf({ tx, raider, victim }: RaidField) {
  const names = await listUsernames(tx, victim === null ? [raider.userId] : [raider.userId, victim.userId]);
  return {
    raider: names.get(raider.userId) ?? null,
    victim: victim === null ? null : (names.get(victim.userId) ?? null),
  };
}

type Names = Awaited<ReturnType<typeof namesOf>>;
const opponentOf = ({ order }: RaidField, names: Names): string =>
  order.target.kind === 'camp' ? `Bandit camp ${order.target.level}` : (names.victim ?? NAMELESS);

/** Where a raid goes, as the raider is told. */
export async function aimOf(field: RaidField, given?: Names) {
  const { target } = field.order;
  return {
    opponent: opponentOf(field, given ?? (await namesOf(field))),
    target: target.kind,
    territoryId: null,
    territoryName: null,
    campLevel: target.kind === 'camp' ? target.level : null,
  };
}

/** Tells everybody concerned how a raid ended. Both villages are as they are afterwards. */
export async function tellRaid(
  field: RaidField,
  fought: { outcome: BattleOutcome; points: VictoryPointsResult; goldLooted: number },
): Promise<void> {
  const { tx, season, rules, order, raider, victim, nowMs } = field;
  const { outcome, points, goldLooted } = fought;
  const names = await namesOf(field);
  const won = outcome.winner === 'attacker';
  const shared = {
    ...(await aimOf(field, names)),
    battleId: order.id,
    outcome: 'completed' as const,
    territoryTransferred: false,
    goldLooted,
  };
  tx.tell(
    { user: raider.userId },
    'battle_completed',
    {
      ...shared,
      role: 'attacker',
      result: 'You attacked',
      winner: won ? 'you' : 'opponent',
      casualties: outcome.attackerLosses,
      enemyCasualties: outcome.defenderLosses,
      vpGained: points.attacker,
    },
    nowMs,
  );
  if (goldLooted > 0)
    tx.tell({ user: raider.userId }, 'gold_updated', { gold: raider.gold, gained: goldLooted, reason: 'loot' }, nowMs);
  if (victim === null) return;
  tx.tell(
    { user: victim.userId },
    'battle_completed',
    {
      ...shared,
      role: 'defender',
      result: 'You were attacked',
      winner: won ? 'opponent' : 'you',
      casualties: outcome.defenderLosses,
      enemyCasualties: outcome.attackerLosses,
      vpGained: points.defender,
      opponent: names.raider ?? NAMELESS,
    },
    nowMs,
  );
  if (!won) return;
  const tribe = field.raiderTribeId === null ? null : await getTribeRef(tx, field.raiderTribeId);
  const shieldUntil = new Date(villageShieldMs(season, rules, victim)).toISOString();
  tx.tell(
    { user: victim.userId },
    'raided',
    {
      battleId: order.id,
      raider: { userId: raider.userId, username: names.raider, tribe },
      goldLost: goldLooted,
      unitsLost: outcome.defenderLosses,
      shieldUntil,
    },
    nowMs,
  );
  if (goldLooted > 0)
    tx.tell({ user: victim.userId }, 'gold_updated', { gold: victim.gold, gained: -goldLooted, reason: 'loot' }, nowMs);
  const text = `${names.raider ?? 'Somebody'} raided the village of ${names.victim ?? 'somebody'}`;
  tx.tell({ season: season.id }, 'saga', { kind: 'raided', text }, nowMs);
}
