import { describe, expect, it } from 'vitest';
import { createFallback } from './fallback.ts';

function setUp() {
  const log: string[] = [];
  let isUp = true;
  let next: (() => void) | null = null;
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const fallback = createFallback({
    probe: () => (isUp ? Promise.resolve() : Promise.reject(new Error('down'))),
    onReachable: () => log.push('reachable'),
    onUnreachable: () => log.push('unreachable'),
    schedule: (run, ms) => {
      log.push(`wait ${ms}`);
      next = run;
      return () => {
        next = null;
      };
    },
  });
  return {
    log,
    fallback,
    settle,
    goDown: () => {
      isUp = false;
    },
    tick: async () => {
      next?.();
      await settle();
    },
    isWaiting: () => next !== null,
  };
}

describe('fallback', () => {
  it('goes on asking while the server answers, and says so when it does not', async () => {
    const { fallback, log, settle, goDown, tick } = setUp();
    fallback.start();
    await settle();
    goDown();
    await tick();
    expect(log).toEqual(['reachable', 'wait 10000', 'unreachable', 'wait 4000']);
  });

  it('runs once however often it is started', async () => {
    const { fallback, log, settle } = setUp();
    fallback.start();
    fallback.start();
    await settle();
    expect(log).toEqual(['reachable', 'wait 10000']);
  });

  it('is silent once news arrive again, even if a request was still open', async () => {
    const { fallback, log, settle, isWaiting } = setUp();
    fallback.start();
    fallback.stop();
    await settle();
    expect(log).toEqual([]);
    fallback.start();
    await settle();
    fallback.stop();
    expect(isWaiting()).toBe(false);
  });
});
