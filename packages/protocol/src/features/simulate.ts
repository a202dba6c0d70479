/** The odds of a battle that nobody has ordered: the same figures as the browser's own preview and `ct engine --preview`. */
import type { BattlePreview } from '@cryptotribes/rules/battles/preview';
import { RULESET_IDS } from '@cryptotribes/rules/rulesets/registry';
import Type from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  ArmySchema,
  FormationSchema,
  NullableInteger,
  nullable,
  ObjectId,
  object,
  oneOf,
  TerrainSchema,
} from '../core/schema.ts';

const Level = Type.Integer({ minimum: 1, maximum: 10 });
// The losses of many contributors together: more than one army can have.
const Losses = object({ militia: Amount, spearman: Amount, archer: Amount, cavalry: Amount });
const armyRange = object({ min: Losses, max: Losses });
const countRange = object({ min: Amount, max: Amount });
const branch = nullable(
  object({ attackerLosses: armyRange, defenderLosses: armyRange, attackerLost: countRange, defenderLost: countRange }),
);

export const simulateRoutes = {
  'battles.simulate': route({
    method: 'POST',
    path: '/v1/battles/simulate',
    access: 'public',
    summary: 'What would happen: the odds and the losses of any battle, over all values of luck. Changes nothing.',
    body: object({
      rulesetId: Type.Optional(oneOf(RULESET_IDS)),
      terrain: TerrainSchema,
      attacker: object({ army: ArmySchema, formation: FormationSchema, workshopLevel: Level }),
      defender: object({
        formation: FormationSchema,
        /** Empty = nobody defends. */
        contributors: Type.Array(
          object({ userId: Type.Optional(nullable(ObjectId)), units: ArmySchema, workshopLevel: Level }),
          { maxItems: 100 },
        ),
      }),
      /** Basis points off the defence, see the territory. */
      siegeFatigueBp: Type.Optional(Type.Integer({ minimum: 0, maximum: 7000 })),
    }),
    data: Type.Unsafe<BattlePreview>(
      object({
        /** Cases of luck, out of `of`, in which the attacker wins; all are equally likely. */
        winning: Amount,
        of: Amount,
        /** Lowest luck in basis points with which the attacker wins; null = never. */
        flipBp: NullableInteger,
        attackerPower: Amount,
        attackerPowerMin: Amount,
        attackerPowerMax: Amount,
        defenderPower: Amount,
        /** Null = this cannot happen. */
        ifWin: branch,
        ifLose: branch,
      }),
    ),
  }),
};
