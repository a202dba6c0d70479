import { useCallback, useEffect, useRef, useState } from 'react';
import type { FromVerifier, ToVerifier } from './verifyMessages.ts';

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
      const next = new Worker(new URL('./verifyWorker.ts', import.meta.url), { type: 'module' });
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
