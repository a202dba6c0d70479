import { territoryInfo } from '@cryptotribes/rules/territories/map';
import { getTribeRef } from '../territories/queries.ts';
import type { Field } from './field.ts';
import type { Fought } from './fight.ts';
import { listUsernames } from './queries.ts';

/** Tells everybody concerned how a fight for a territory ended (SPEC 6.1, 6.2). */
export async function tellFight(field: Field, fought: Fought): Promise<void> {
  const { tx, season, territory, order, nowMs } = field;
  const info = territoryInfo(territory.territory_no);
  const place = { territoryId: info.id, territoryName: info.name };
  const attackers = await getTribeRef(tx, order.attackerTribeId);
  const owners = fought.defenderTribeId === null ? null : await getTribeRef(tx, fought.defenderTribeId);
  const names = await listUsernames(tx, [order.attackerId]);
  const attackerName = names.get(order.attackerId) ?? null;
  const { outcome, captured } = fought;
  const shared = {
    battleId: order.id,
    outcome: 'completed' as const,
    territoryTransferred: captured,
    target: 'territory' as const,
    campLevel: null,
    goldLooted: 0,
    ...place,
  };

  tx.tell(
    { user: order.attackerId },
    'battle_completed',
    {
      ...shared,
      role: 'attacker',
      result: 'You attacked',
      winner: captured ? 'you' : 'opponent',
      casualties: outcome.attackerLosses,
      enemyCasualties: outcome.defenderLosses,
      vpGained: fought.points.attacker,
      opponent: owners?.name ?? 'Wild garrison',
    },
    nowMs,
  );
  for (const part of fought.defenders) {
    tx.tell(
      { user: part.userId },
      'battle_completed',
      {
        ...shared,
        role: 'defender',
        result: 'You were attacked',
        winner: captured ? 'opponent' : 'you',
        casualties: part.losses,
        enemyCasualties: outcome.attackerLosses,
        vpGained: part.vp,
        opponent: attackerName ?? attackers.name,
      },
      nowMs,
    );
  }
  const deed = { battleId: order.id, ...place };
  tx.tell(
    { tribe: order.attackerTribeId },
    'tribe_battle',
    { ...deed, member: order.attackerId, username: attackerName, action: 'attacked', won: captured },
    nowMs,
  );
  if (fought.defenderTribeId !== null) {
    tx.tell(
      { tribe: fought.defenderTribeId },
      'tribe_battle',
      { ...deed, member: null, username: null, action: 'defended', won: !captured },
      nowMs,
    );
    if (captured) tx.tell({ tribe: fought.defenderTribeId }, 'territory_lost', { ...deed, by: attackers }, nowMs);
  }
  if (captured) {
    const truceUntil = fought.truceUntilMs === null ? null : new Date(fought.truceUntilMs).toISOString();
    tx.tell(
      { season: season.id },
      'territory_captured',
      { ...deed, newOwner: attackers, previousOwner: owners, truceUntil },
      nowMs,
    );
    const from = owners === null ? 'its wild garrison' : owners.name;
    tx.tell(
      { season: season.id },
      'saga',
      { kind: 'captured', text: `${attackers.name} took ${info.name} from ${from}` },
      nowMs,
    );
  } else {
    const holder = owners === null ? 'The wild garrison' : owners.name;
    tx.tell(
      { season: season.id },
      'saga',
      { kind: 'held', text: `${holder} held ${info.name} against ${attackers.name}` },
      nowMs,
    );
  }
}
