import { useState } from 'react';
import { usePostMessage } from '../../../net/councilHooks.ts';

export interface PendingMessage {
  key: string;
  text: string;
}

interface Pending {
  pending: readonly PendingMessage[];
  /** Shows the message at once; rejects when it was not taken, after it has vanished again. */
  send: (text: string) => Promise<void>;
}

/** Messages that are on their way to the server. They stand behind all others until they are numbered. */
export function usePendingMessages(tribeId: string): Pending {
  const { mutateAsync } = usePostMessage(tribeId);
  const [pending, setPending] = useState<readonly PendingMessage[]>([]);
  async function send(text: string): Promise<void> {
    const key = crypto.randomUUID();
    setPending((all) => [...all, { key, text }]);
    try {
      await mutateAsync({ text, idempotencyKey: key });
    } finally {
      setPending((all) => all.filter((item) => item.key !== key));
    }
  }
  return { pending, send };
}
