/** Gold: what to build and whom to train (GAME_DESIGN 1). */
import type { BuildingType, UnitType } from '@cryptotribes/rules/core/units';
import { UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { BotRandom } from '../botRandom.ts';
import type { BotView } from '../view.ts';
import type { Action } from './temperament.ts';

/** Levels at which a temperament stops building. */
export type BuildingGoals = Readonly<Record<BuildingType, number>>;

const SMALLEST_BATCH = 3;
/** A batch arrives whole: big ones keep a young bot at home for long. */
const LARGEST_BATCH = 30;

/** The affordable upgrade that lags most behind its goal; null when there is none. */
export function chooseUpgrade(view: BotView, goals: BuildingGoals): Action | null {
  const { buildings } = rulesetById(view.rulesetId).village;
  let best: { building: BuildingType; lag: number } | null = null;
  for (const building of ['barracks', 'warehouse', 'workshop'] as const) {
    const level = view.levels[building];
    const cost = buildings[building].costGold[level - 1];
    if (level >= goals[building] || cost === undefined || cost > view.gold || view.upgrading.includes(building))
      continue;
    const lag = (goals[building] - level) / goals[building];
    if (best === null || lag > best.lag) best = { building, lag };
  }
  return best && { kind: 'upgrade', building: best.building };
}

/** How much a temperament likes each unit; 0 = never. */
export type UnitTaste = Readonly<Record<UnitType, number>>;

/** A batch of a unit that is unlocked and liked, for at most 60 % of the gold; null when cap, queue or gold forbid it. */
export function chooseTraining(view: BotView, taste: UnitTaste, random: BotRandom): Action | null {
  const rules = rulesetById(view.rulesetId);
  if (view.queueLength >= rules.village.trainingQueueMax) return null;
  const room = view.armyCap - view.armyTotal;
  const affordable = (unit: UnitType) => Math.floor((view.gold * 0.6) / rules.units[unit].costGold);
  const unit = random.weighted(
    UNIT_TYPES.filter(
      (type) => view.levels.barracks >= rules.units[type].barracksLevel && affordable(type) >= SMALLEST_BATCH,
    ),
    (type) => taste[type],
  );
  if (unit === null || room < SMALLEST_BATCH) return null;
  return { kind: 'train', unit, quantity: Math.min(room, affordable(unit), LARGEST_BATCH) };
}

/** Below its wanted share of the army cap a bot trains first, above it builds first. */
export function spendGold(
  view: BotView,
  plan: { goals: BuildingGoals; taste: UnitTaste; armyShare: number },
  random: BotRandom,
): Action | null {
  const upgrade = chooseUpgrade(view, plan.goals);
  const training = chooseTraining(view, plan.taste, random);
  return view.armyTotal < view.armyCap * plan.armyShare
    ? (training ?? upgrade)
    : (upgrade ?? saveOrTrain(view, training));
}

/** With a big enough army gold is kept for the next building, until the warehouse is nearly full. */
function saveOrTrain(view: BotView, training: Action | null): Action | null {
  return view.gold >= view.goldCapacity * 0.8 ? training : null;
}
