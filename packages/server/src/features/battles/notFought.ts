/** Orders whose turn finds the ground changed, or whose round of the beacon never came: nobody loses or gains anything, and the one who sent them hears of it (GAME_DESIGN 3). */
import type { EventData } from '@cryptotribes/protocol/features/events';
import { emptyArmy } from '@cryptotribes/rules/core/units';
import type { Tx } from '../../platform/tx.ts';
import { type FrozenOrder, writeDecision } from './queries.ts';

/** Where the order had been sent, as the news says it. */
type Aim = Pick<EventData<'battle_completed'>, 'opponent' | 'target' | 'territoryId' | 'territoryName' | 'campLevel'>;

export interface NotFought {
  status: 'reinforced' | 'void';
  nowMs: number;
  /** Whether it is void because its round of the beacon never came. */
  roundMissing: boolean;
  /** Tribe that holds the target now; null without one. */
  defenderTribeId: string | null;
  aim: Aim;
}

/** Writes the decision and tells the attacker. The units are the caller's affair. */
export async function writeNotFought(tx: Tx, order: FrozenOrder, end: NotFought): Promise<void> {
  await writeDecision(tx, {
    id: order.id,
    battleType: null,
    status: end.status,
    decidedMs: end.nowMs,
    defenderTribeId: end.defenderTribeId,
    defenderId: null,
    attackerPower: null,
    defenderPower: null,
    varianceBp: null,
    seed: null,
    winner: null,
    captured: false,
    captureBonus: false,
    attackerVp: 0,
    defenderVp: 0,
    goldLooted: 0,
    report: null,
  });
  tx.tell(
    { user: order.attackerId },
    'battle_completed',
    {
      battleId: order.id,
      role: 'attacker',
      result: 'You attacked',
      winner: 'you',
      outcome: end.status,
      ...(end.roundMissing ? { roundMissing: true as const } : {}),
      casualties: emptyArmy(),
      enemyCasualties: emptyArmy(),
      vpGained: 0,
      territoryTransferred: false,
      goldLooted: 0,
      ...end.aim,
    },
    end.nowMs,
  );
}
