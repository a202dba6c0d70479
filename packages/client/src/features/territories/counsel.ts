/** Up to three suggestions from the player's own numbers and the rules alone. */

import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import { BUILDING_TYPES } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { upgradeCost, upgradeGameMs } from '@cryptotribes/rules/villages/buildings';
import type { TerritoryView } from '../../board/view.ts';
import { counselText } from '../../text/en/counsel.ts';
import { namesText } from '../../text/en/names.ts';
import { sideText } from '../../text/en/side.ts';
import { formatCountdown, formatNumber, formatOdds, formatSpan } from '../../ui/format.ts';
import type { IconName } from '../../ui/iconNames.ts';
import { bestOdds, oddsAgainstWild } from './bestOdds.ts';

export interface Suggestion {
  key: string;
  icon: IconName;
  /** What it is about, in bold. */
  subject: string;
  sentence: string;
  href: string;
}

const MOST = 3;
const SOON_MS = 2 * 3_600_000;
/** Below this chance nobody should be sent. */
const GOOD_ODDS = 0.6;
/** Free places in the barracks from which on it is worth a word. */
const MUCH_ROOM = 50;

/** Suggestions for a player who has entered the season, most useful first. */
export function counselFor(me: Me, views: readonly TerritoryView[], season: Season, nowMs: number): Suggestion[] {
  const found = [
    bestTarget(me, views, season, nowMs),
    unguarded(me, views),
    affordable(me, season),
    raidReady(me, season),
    goldFull(me, nowMs),
    roomForUnits(me),
  ];
  return found.filter((suggestion) => suggestion !== null).slice(0, MOST);
}

/** The most valuable wild land that falls with good odds; garrisons are left out, their workshops are not known here. */
function bestTarget(me: Me, views: readonly TerritoryView[], season: Season, nowMs: number): Suggestion | null {
  if (!me.tribeId) return null;
  let best: { view: TerritoryView; score: number; odds: string } | null = null;
  for (const view of views) {
    if (view.owner || (view.truceUntilMs ?? 0) > nowMs) continue;
    const odds = oddsAgainstWild(season.rulesetId, me, view);
    if (!odds || odds.winning < GOOD_ODDS * odds.of) continue;
    const score = view.vpPerHour * odds.winning;
    if (!best || score > best.score) best = { view, score, odds: formatOdds(odds.winning, odds.of) };
  }
  if (!best) return null;
  const { view, odds } = best;
  const href = `/territories/${view.territoryId}`;
  return { key: 'target', icon: 'flag-objective', subject: view.name, sentence: counselText.target(odds), href };
}

function unguarded(me: Me, views: readonly TerritoryView[]): Suggestion | null {
  if (!me.tribeId) return null;
  const empty = views.find((view) => view.isMine && view.unitCount === 0);
  if (!empty) return null;
  const href = `/territories/${empty.territoryId}`;
  return { key: 'empty', icon: 'broken-shield', subject: empty.name, sentence: counselText.empty, href };
}

function affordable(me: Me, season: Season): Suggestion | null {
  const rules = rulesetById(season.rulesetId);
  for (const type of BUILDING_TYPES) {
    const { level, upgrading } = me.buildings[type];
    const cost = upgradeCost(rules, type, level);
    const gameMs = upgradeGameMs(rules, type, level);
    if (upgrading || cost === null || gameMs === null || cost > me.gold) continue;
    const subject = sideText.raising(namesText.buildings[type], level + 1);
    const span = formatSpan(gameToRealMs(gameMs, season.speed));
    const sentence = counselText.build(formatNumber(cost), span);
    return { key: 'build', icon: 'hammer-nails', subject, sentence, href: '/village' };
  }
  return null;
}

/** No charge comes back while all are there: the hardest open camp that falls with good odds. */
function raidReady(me: Me, season: Season): Suggestion | null {
  const { count, max } = me.raidCharges;
  if (count < max) return null;
  const { camps, campTerrain, campFormation } = rulesetById(season.rulesetId).raids;
  for (let level = Math.min(camps.length, me.campsBeaten + 1); level >= 1; level--) {
    const contributors = [{ userId: null, units: camps[level - 1]!.army, workshopLevel: 1 }];
    const odds = bestOdds(season.rulesetId, me, {
      terrain: campTerrain,
      formation: campFormation,
      contributors,
      siegeFatigueBp: 0,
    });
    if (!odds || odds.winning < GOOD_ODDS * odds.of) continue;
    const sentence = counselText.raid(formatOdds(odds.winning, odds.of));
    return { key: 'raid', icon: 'forest-camp', subject: counselText.raidName(level), sentence, href: '/raids' };
  }
  return null;
}

function goldFull(me: Me, nowMs: number): Suggestion | null {
  const fullAt = me.income.goldFullAt;
  if (!fullAt || me.gold < me.goldCapacity / 2) return null;
  const leftMs = Date.parse(fullAt) - nowMs;
  if (leftMs > SOON_MS) return null;
  const sentence = counselText.goldFull(formatCountdown(leftMs));
  return { key: 'gold', icon: 'two-coins', subject: counselText.goldName, sentence, href: '/village' };
}

function roomForUnits(me: Me): Suggestion | null {
  const room = me.armyCap - me.armyTotal;
  if (room < MUCH_ROOM) return null;
  const sentence = counselText.camp(formatNumber(room));
  return { key: 'room', icon: 'crossed-axes', subject: counselText.campName, sentence, href: '/village' };
}
