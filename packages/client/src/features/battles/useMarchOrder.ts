import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { useRef, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useAttack } from '../../net/mutations.ts';
import { marchText as words } from '../../text/en/march.ts';
import { rememberHost } from './lastHost.ts';
import type { Host } from './marchModel.ts';
import { newClientSeed } from './numbers.ts';

export interface AcceptedOrder {
  battleId: string;
  orderNo: number;
  position: number;
}

/** What to tell about an order that was not accepted; a lost answer leaves open whether it was. */
export function orderProblem(error: unknown): string {
  const isLost = error instanceof ApiError && (error.status === 0 || error.status >= 500);
  return isLost ? words.unknown : errorText(error);
}

/**
 * Sends the order of the dialog. The same order sent again carries the same key, so that it is taken once whatever became of
 * the first answer; a changed order is a new one.
 */
export function useMarchOrder() {
  const attack = useAttack();
  const [seed, setSeed] = useState(newClientSeed);
  const [accepted, setAccepted] = useState<AcceptedOrder | null>(null);
  const lastSent = useRef({ order: '', key: '' });

  function send(territory: TerritoryDetail, host: Host): void {
    if (attack.isPending || accepted) return;
    const order = JSON.stringify([territory.id, host, seed]);
    if (lastSent.current.order !== order) lastSent.current = { order, key: crypto.randomUUID() };
    const idempotencyKey = lastSent.current.key;
    const { id: territoryRowId, territoryId: territoryNo } = territory;
    attack.mutate(
      { territoryRowId, territoryNo, ...host, clientSeed: seed, idempotencyKey },
      {
        onSuccess: ({ battleId, orderNo, position }) => {
          rememberHost(host);
          setAccepted({ battleId, orderNo, position });
        },
      },
    );
  }

  return {
    seed,
    drawSeed: () => setSeed(newClientSeed()),
    send,
    isSending: attack.isPending,
    problem: attack.error ? orderProblem(attack.error) : null,
    accepted,
  };
}
