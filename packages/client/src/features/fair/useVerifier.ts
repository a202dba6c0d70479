import { useCallback, useEffect, useRef, useState } from 'react';
import { scriptAddress } from '../../app/scriptAddress.ts';
import type { FromVerifier, ToVerifier } from './verifyMessages.ts';
import workerAddress from './verifyWorker.ts?worker&url';

export type VerifierState = { kind: 'idle' } | { kind: 'starting' } | FromVerifier;

/** One check at a time, in a worker that ends with the page. */
export function useVerifier(): { state: VerifierState; start: (source: ToVerifier) => void; stop: () => void } {
  const [state, setState] = useState<VerifierState>({ kind: 'idle' });
  const worker = useRef<Worker | null>(null);
  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  useEffect(() => end, [end]);
  const start = useCallback(
    (source: ToVerifier) => {
      end();
      setState({ kind: 'starting' });
      const next = new Worker(scriptAddress(workerAddress), { type: 'module' });
      worker.current = next;
      next.onmessage = ({ data }: MessageEvent<FromVerifier>) => {
        setState(data);
        if (data.kind !== 'progress') end();
      };
      next.onerror = (event) => {
        setState({ kind: 'failed', what: event.message });
        end();
      };
      next.postMessage(source);
    },
    [end],
  );
  const stop = useCallback(() => {
    end();
    setState({ kind: 'idle' });
  }, [end]);
  return { state, start, stop };
}
