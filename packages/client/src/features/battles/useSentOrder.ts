import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { BeaconWait } from '@cryptotribes/protocol/features/beacon';
import { useRef, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { marchText as words } from '../../text/en/march.ts';
import { rememberHost } from './lastHost.ts';
import type { Host } from './marchModel.ts';
import { newClientSeed } from './numbers.ts';

export interface AcceptedOrder {
  battleId: string;
  orderNo: number;
  position: number;
  /** The round of the public beacon that it waits for; null in seasons without one. */
  beacon: BeaconWait | null;
}

/** What every order carries: the sender's part of the chance, and the key under which it is taken once. */
export interface Seal {
  clientSeed: string;
  idempotencyKey: string;
}

interface OrderMutation<Input> {
  mutate: (input: Input, options: { onSuccess: (answer: AcceptedOrder) => void }) => void;
  isPending: boolean;
  error: Error | null;
}

/** What to tell about an order that was not accepted; a lost answer leaves open whether it was. */
export function orderProblem(error: unknown): string {
  const isLost = error instanceof ApiError && (error.status === 0 || error.status >= 500);
  return isLost ? words.unknown : errorText(error);
}

/**
 * Sends the order of a dialog. The same order sent again carries the same key, so that it is taken once whatever became of
 * the first answer; a changed order is a new one.
 */
export function useSentOrder<Target extends object>(mutation: OrderMutation<Target & Host & Seal>) {
  const [seed, setSeed] = useState(newClientSeed);
  const [accepted, setAccepted] = useState<AcceptedOrder | null>(null);
  const lastSent = useRef({ order: '', key: '' });

  function send(target: Target, host: Host): void {
    if (mutation.isPending || accepted) return;
    const order = JSON.stringify([target, host, seed]);
    if (lastSent.current.order !== order) lastSent.current = { order, key: crypto.randomUUID() };
    const idempotencyKey = lastSent.current.key;
    mutation.mutate(
      { ...target, ...host, clientSeed: seed, idempotencyKey },
      {
        onSuccess: ({ battleId, orderNo, position, beacon }) => {
          rememberHost(host);
          setAccepted({ battleId, orderNo, position, beacon });
        },
      },
    );
  }

  return {
    seed,
    drawSeed: () => setSeed(newClientSeed()),
    send,
    isSending: mutation.isPending,
    problem: mutation.error ? orderProblem(mutation.error) : null,
    accepted,
  };
}
