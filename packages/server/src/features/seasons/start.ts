/** What happens when a season's start comes, and cancelling one. The caller holds the season's row. */
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { isCancelledAtStart } from '@cryptotribes/rules/seasons/clock';
import { TERRITORIES } from '@cryptotribes/rules/territories/map';
import { npcGarrison } from '@cryptotribes/rules/territories/npc';
import type { Tx } from '../../platform/tx.ts';
import { countParticipants, markCancelled, markStarted, type SeasonRow, scaleWildGarrisons } from './queries.ts';

/**
 * Counts players and tribes and begins the season, its wild garrisons as strong as the tribes are many (GAME_DESIGN 2), or cancels it when
 * too few players came (GAME_DESIGN 5; a demo season is played by whoever is there).
 */
export async function startSeason(tx: Tx, season: SeasonRow, nowMs: number): Promise<void> {
  const rules = rulesetById(season.ruleset_id);
  const { players, tribes } = await countParticipants(tx, season.id);
  if (!season.demo && isCancelledAtStart(rules, players)) {
    await cancelSeason(tx, season, 'too_few_players', nowMs);
    return;
  }
  await scaleWildGarrisons(
    tx,
    season.id,
    TERRITORIES.map(({ id }) => ({ no: id, npc: npcGarrison(rules, id, tribes).units })),
  );
  await markStarted(tx, season.id, players, tribes);
  tx.tell({ season: season.id }, 'season_started', { seasonId: season.id, name: season.name }, nowMs);
}

/** Ends a season without a ranking; nobody wins anything. Its secret is published: no battle of it counts any more. */
export async function cancelSeason(
  tx: Tx,
  season: SeasonRow,
  reason: 'too_few_players' | 'no_tribes' | 'operator',
  nowMs: number,
): Promise<void> {
  await markCancelled(tx, season.id, nowMs);
  tx.tell({ season: season.id }, 'season_cancelled', { seasonId: season.id, reason }, nowMs);
}
