import type { Army, Formation } from '../core/units.ts';
import { UNIT_TYPES } from '../core/units.ts';

/** An order as it was accepted: what its hash is made of. */
export interface AcceptedOrder {
  seasonId: string;
  battleId: string;
  /** Land by its number, a village by its owner, a bandit camp by its level. */
  target: `${'territory' | 'village' | 'camp'}=${string | number}`;
  orderNo: number;
  attackerId: string;
  /** null = without tribe. */
  tribeId: string | null;
  army: Readonly<Army>;
  formation: Formation;
  workshopLevel: number;
  /** 32 lower-case hex digits. */
  clientSeed: string;
  acceptedMs: number;
  /** The round of the public beacon that the battle waits for; null in seasons without one. */
  beaconRound: number | null;
}

/** The text whose SHA-256 is frozen when an order is accepted (docs/FAIRNESS.md): one line "name=value" per field, joined by single line feeds. With a beacon it is version 2 and ends in the round. */
export function canonicalOrderText(order: AcceptedOrder): string {
  return [
    `cryptotribes order ${order.beaconRound === null ? 1 : 2}`,
    `season=${order.seasonId}`,
    `battle=${order.battleId}`,
    order.target,
    `order=${order.orderNo}`,
    `attacker=${order.attackerId}`,
    `tribe=${order.tribeId ?? 'none'}`,
    `army=${UNIT_TYPES.map((unit) => order.army[unit]).join('/')}`,
    `formation=${order.formation}`,
    `workshop=${order.workshopLevel}`,
    `seed=${order.clientSeed}`,
    `accepted=${order.acceptedMs}`,
    ...(order.beaconRound === null ? [] : [`round=${order.beaconRound}`]),
  ].join('\n');
}
