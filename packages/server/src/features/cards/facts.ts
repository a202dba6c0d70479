/** What a card and the head of a page say of a tribe or a battle: only what everybody may see. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { totalUnits } from '@cryptotribes/rules/core/units';
import type { Context } from '../../context.ts';
import { showBattle } from '../battles/report.ts';
import { getTribe, getTribeSummary } from '../tribes/queries.ts';
import type { BattleFacts, CardTribe, TribeFacts } from './cardSvg.ts';

/** TRIBE_NOT_FOUND. */
export async function tribeFacts(ctx: Context, tribeId: string): Promise<TribeFacts> {
  const tribe = await getTribe(ctx.pool, tribeId);
  const summary = tribe === null ? null : await getTribeSummary(ctx.pool, tribe.season_id, tribeId);
  if (summary === null) throw new AppError('TRIBE_NOT_FOUND');
  const { id, name, tag, ordinal, rank, total_vp: victoryPoints, territories: lands, member_count: members } = summary;
  return { id, name, tag, ordinal, rank, victoryPoints, lands, members };
}

function placeOf({ territory, raid, defender }: BattleReport): string {
  if (territory) return territory.name;
  return raid?.campLevel != null ? `Bandit camp ${raid.campLevel}` : `Village of ${defender.username ?? 'a player'}`;
}

function tribeOf(side: BattleReport['attacker']): CardTribe | null {
  const { tribeId, tribeName, tribeTag, tribeOrdinal } = side;
  if (tribeId === null || tribeName === null || tribeTag === null || tribeOrdinal === null) return null;
  return { id: tribeId, name: tribeName, tag: tribeTag, ordinal: tribeOrdinal };
}

/** BATTLE_NOT_FOUND. */
export async function battleFacts(ctx: Context, battleId: string): Promise<BattleFacts> {
  const report = await showBattle(ctx.pool, battleId, null);
  const { attacker, defender, results, raid } = report;
  const wild = raid ? 'the bandits' : 'its wild holders';
  return {
    place: placeOf(report),
    attacker: tribeOf(attacker),
    defender: tribeOf(defender),
    attackerName: attacker.tribeName ?? attacker.username ?? 'A player',
    defenderName: defender.tribeName ?? defender.username ?? wild,
    winner: results?.winner ?? null,
    isTaken: results?.territoryTransferred ?? false,
    losses: {
      attacker: results ? totalUnits(results.casualties.attacker) : 0,
      defender: results ? totalUnits(results.casualties.defender) : 0,
    },
  };
}
