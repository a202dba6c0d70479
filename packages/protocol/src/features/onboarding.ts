/** The first steps of a new player: a list that marks itself from what really happened (design: "Onboarding"). Nothing depends on it. */
import Type, { type Static } from 'typebox';
import { FIRST_STEPS } from '../core/firstSteps.ts';
import { route } from '../core/route.ts';
import { object, oneOf } from '../core/schema.ts';

const Step = oneOf(FIRST_STEPS);

export const Checklist = object({
  /** In the order of the list. A step that was done stays done. */
  done: Type.Array(Step),
  /** Put away by the player. */
  hidden: Type.Boolean(),
});
export type Checklist = Static<typeof Checklist>;

export const onboardingRoutes = {
  'checklist.update': route({
    method: 'PATCH',
    path: '/v1/me/checklist',
    access: 'entrant',
    summary: 'Put the list of first steps away or bring it back; mark steps as done for good.',
    body: Type.Object(
      {
        hidden: Type.Optional(Type.Boolean()),
        done: Type.Optional(Type.Array(Step, { maxItems: FIRST_STEPS.length })),
      },
      { additionalProperties: false, minProperties: 1 },
    ),
    data: Checklist,
  }),
};
