import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { gameToRealMs, HOUR_MS, SLOT_MS } from '@cryptotribes/rules/core/time';
import { BUILDING_TYPES, totalUnits } from '@cryptotribes/rules/core/units';
import { TERRITORIES } from '@cryptotribes/rules/territories/map';
import { namesText } from '../../text/en/names.ts';
import { sideText } from '../../text/en/side.ts';
import type { IconName } from '../../ui/iconNames.ts';
import { BUILDING_ICONS, UNIT_GLYPHS } from '../../ui/unitIcons.ts';

export interface Timer {
  key: string;
  icon: IconName;
  what: string;
  /** ISO time; null = no time is known, `note` says what is. */
  until: string | null;
  /** Server time in ms at which it began, for the bar; null = no bar. */
  startMs: number | null;
  note: string | null;
  /** Ours (ember) or the world's (ice). */
  isMine: boolean;
}

/** Everything that is running for a player, soonest first; orders without a time come first. */
export function timersOf(me: Me, season: Season | undefined): Timer[] {
  const timers: Timer[] = [];
  const add = (timer: Partial<Timer> & Pick<Timer, 'key' | 'icon' | 'what'>) =>
    timers.push({ until: null, startMs: null, note: null, isMine: true, ...timer });

  for (const march of me.marches) {
    const { territoryId, campLevel } = march;
    const raid = campLevel === null ? sideText.raidVillage : sideText.raidCamp(campLevel);
    const what = territoryId === null ? raid : sideText.march(TERRITORIES[territoryId - 1]!.name);
    add({ key: march.battleId, icon: 'crossed-swords', what, note: sideText.marchPosition(march.position) });
  }
  for (const type of BUILDING_TYPES) {
    const { level, upgrading, upgradeStartTime, upgradeEndTime } = me.buildings[type];
    if (!upgrading || !upgradeEndTime) continue;
    const what = sideText.raising(namesText.buildings[type], level + 1);
    const startMs = upgradeStartTime ? Date.parse(upgradeStartTime) : null;
    add({ key: type, icon: BUILDING_ICONS[type], what, until: upgradeEndTime, startMs });
  }
  for (const batch of me.trainingQueue.slice(0, 1)) {
    const what = sideText.training(String(batch.quantity), namesText.noun(namesText.units[batch.unitType]));
    const startMs = Date.parse(batch.startTime);
    add({ key: batch.queueId, icon: UNIT_GLYPHS[batch.unitType], what, until: batch.endTime, startMs });
  }
  for (const group of me.returning) {
    const what = sideText.returning(String(totalUnits(group.units)));
    add({ key: `home ${group.arrivesAt} ${group.fromTerritoryId}`, icon: 'village', what, until: group.arrivesAt });
  }
  const next = season?.nextTickAt;
  if (season && next) {
    const tick = (key: string, icon: IconName, what: string, until: string, gameMs: number) =>
      add({ key, icon, what, until, startMs: Date.parse(until) - gameToRealMs(gameMs, season.speed), isMine: false });
    tick('tally', 'laurels', sideText.tally, next.vp, HOUR_MS);
    tick('income', 'two-coins', sideText.income, next.gold, SLOT_MS);
  }
  const endOf = (timer: Timer) => (timer.until ? Date.parse(timer.until) : 0);
  return timers.sort((a, b) => endOf(a) - endOf(b));
}
