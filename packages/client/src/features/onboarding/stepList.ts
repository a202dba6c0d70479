/** The first ten minutes as a list. Costs and times come from the rules. */
import { FIRST_STEPS, type FirstStep } from '@cryptotribes/protocol/core/firstSteps';
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import type { BuildingType } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { upgradeCost, upgradeGameMs } from '@cryptotribes/rules/villages/buildings';
import { stepsText as t } from '../../text/en/steps.ts';
import { formatNumber, formatSpan } from '../../ui/format.ts';
import type { IconName } from '../../ui/iconNames.ts';
import { BUILDING_ICONS } from '../../ui/unitIcons.ts';

/** Units of the step "train". */
const FIRST_ARMY = 5;
/** An edge land with one of the weakest wild garrisons. */
const FIRST_LAND = 21;

export interface Step {
  key: FirstStep;
  icon: IconName;
  name: string;
  note: string;
  href: string;
  isDone: boolean;
  /** ISO time at which it completes by itself; null = not under way. */
  until: string | null;
}

function building(me: Me, season: Season, type: BuildingType): Pick<Step, 'icon' | 'note' | 'until'> {
  const rules = rulesetById(season.rulesetId);
  const cost = upgradeCost(rules, type, 1) ?? 0;
  const ms = gameToRealMs(upgradeGameMs(rules, type, 1) ?? 0, season.speed);
  const note = t.price(formatNumber(cost), formatSpan(ms));
  return { icon: BUILDING_ICONS[type], note, until: me.buildings[type].upgradeEndTime };
}

/** The seven steps with what is done and what is running. */
export function firstSteps(me: Me, season: Season): Step[] {
  const rules = rulesetById(season.rulesetId);
  const batch = me.trainingQueue.find(({ unitType }) => unitType === 'militia');
  const { costGold, trainGameMs } = rules.units.militia;
  const training = t.price(
    formatNumber(FIRST_ARMY * costGold),
    formatSpan(gameToRealMs(FIRST_ARMY * trainGameMs, season.speed)),
  );
  const facts: Record<FirstStep, Omit<Step, 'key' | 'name' | 'isDone'>> = {
    barracks: { ...building(me, season, 'barracks'), href: '/village' },
    warehouse: { ...building(me, season, 'warehouse'), href: '/village' },
    train: { icon: 'wood-axe', note: training, href: '/village', until: batch?.endTime ?? null },
    tribe: { icon: 'knight-banner', note: t.notes.tribe, href: '/tribe', until: null },
    odds: { icon: 'treasure-map', note: t.notes.odds, href: `/territories/${FIRST_LAND}`, until: null },
    camp: { icon: 'forest-camp', note: t.notes.camp, href: '/raids', until: null },
    guard: { icon: 'bordered-shield', note: t.notes.guard, href: '/village', until: null },
  };
  const done = me.checklist?.done ?? [];
  return FIRST_STEPS.map((key) => ({ key, name: t.names[key], isDone: done.includes(key), ...facts[key] }));
}

/** Whether the list has something to say to this player: not when the season is over and nothing can be done any more. */
export function showsFirstSteps(me: Me, season: Pick<Season, 'status'>): boolean {
  if (season.status !== 'registration' && season.status !== 'active') return false;
  return me.checklist !== null && !me.checklist.hidden && me.checklist.done.length < FIRST_STEPS.length;
}
