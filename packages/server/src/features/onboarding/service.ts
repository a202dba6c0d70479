/** The list of first steps: what the season shows by itself, and what was marked before its sign went away. */
import { FIRST_STEPS, type FirstStep } from '@cryptotribes/protocol/core/firstSteps';
import type { Checklist } from '@cryptotribes/protocol/features/onboarding';
import type { RouteBody } from '@cryptotribes/protocol/routes';
import type { Db } from '../../platform/db.ts';
import { currentSeason } from '../seasons/service.ts';
import { readVillageRow } from '../villages/queries.ts';
import { entryRequired } from '../villages/service.ts';
import type { Village } from '../villages/village.ts';
import { changeFirstSteps, type FirstStepsRow } from './queries.ts';

/** Units that count as an army to begin with. */
const FIRST_ARMY = 5;

/** What was done. `units` = living units that are not in training any more. */
export function checklistOf(
  stored: FirstStepsRow,
  village: Pick<Village, 'levels' | 'homeFormation' | 'raids'>,
  facts: { units: number; hasTribe: boolean },
): Checklist {
  const { levels, homeFormation, raids } = village;
  const signs: Record<FirstStep, boolean> = {
    barracks: levels.barracks >= 2,
    warehouse: levels.warehouse >= 2,
    train: facts.units >= FIRST_ARMY,
    tribe: facts.hasTribe || stored.has_asked,
    odds: false,
    camp: raids.nextCampOrderNo > 1,
    guard: homeFormation !== 'balanced',
  };
  return { hidden: stored.hidden, done: FIRST_STEPS.filter((step) => signs[step] || stored.done.includes(step)) };
}

/** Gives what is stored now. ENTRY_FEE_REQUIRED. */
export async function updateChecklist(
  tx: Db,
  userId: string,
  { hidden, done = [] }: RouteBody<'checklist.update'>,
): Promise<Checklist> {
  const season = await currentSeason(tx, userId);
  if ((await readVillageRow(tx, season.id, userId)) === null) throw entryRequired(season);
  const stored = await changeFirstSteps(tx, season.id, userId, hidden ?? null, done);
  return { hidden: stored.hidden, done: FIRST_STEPS.filter((step) => stored.done.includes(step)) };
}
