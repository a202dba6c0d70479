import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { armFaults, failpoint, readFaults, watchFailpoints } from './failpoint.ts';
import { FAILPOINTS, failpointsOf } from './failpoints.ts';

const SOURCE = path.resolve(import.meta.dirname, '..');

afterEach(() => {
  armFaults([]);
  watchFailpoints(null);
  vi.useRealTimers();
});

describe('FAILPOINT', () => {
  it('names steps, what happens there, and when', () => {
    expect(readFaults('battle.saved:kill, tick.claimed:throw@3,refund.sent:sleep:250@2,settle.booked:sleep')).toEqual([
      { name: 'battle.saved', act: 'kill', ms: 1_000, nth: null },
      { name: 'tick.claimed', act: 'throw', ms: 1_000, nth: 3 },
      { name: 'refund.sent', act: 'sleep', ms: 250, nth: 2 },
      { name: 'settle.booked', act: 'sleep', ms: 1_000, nth: null },
    ]);
    expect(readFaults('')).toEqual([]);
  });

  it.each(['battle.savd:kill', 'battle.saved', 'battle.saved:explode', 'battle.saved:kill:5', 'battle.saved:sleep@x'])(
    'refuses %s',
    (text) => {
      expect(() => readFaults(text)).toThrow(/^FAILPOINT: /);
    },
  );
});

describe('a failpoint', () => {
  it('throws every time, or the nth time only', async () => {
    armFaults(readFaults('tick.held:throw@2,tick.claimed:throw'));
    await failpoint('tick.held');
    await expect(failpoint('tick.held')).rejects.toThrow('fell at tick.held');
    await failpoint('tick.held');
    for (let n = 0; n < 2; n++) await expect(failpoint('tick.claimed')).rejects.toThrow('fell at tick.claimed');
    await failpoint('tick.credited');
  });

  it('sleeps as long as it was told', async () => {
    vi.useFakeTimers();
    armFaults(readFaults('refund.sent:sleep:5000'));
    let over = false;
    const sleeping = failpoint('refund.sent').then(() => {
      over = true;
    });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
  });

  it('kills the process at once, without a word', () => {
    const program = `
      import { armFaults, failpoint, readFaults } from ${JSON.stringify(`${SOURCE}/../dist-test/testBuild/failpoint.js`)};
      armFaults(readFaults('payout.signed:kill@2'));
      process.on('exit', () => console.log('said goodbye'));
      await failpoint('payout.signed');
      console.log('once');
      await failpoint('payout.signed');
      console.log('twice');`;
    const { signal, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect([signal, stdout]).toEqual(['SIGKILL', 'once\n']);
  });
});

describe('the list of failpoints', () => {
  const code = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^(testBuild|testing)\//.test(name))
    .map((name) => readFileSync(path.join(SOURCE, name), 'utf8'))
    .join('\n');

  it('has every name that stands in the code, and each stands there once', () => {
    const used = [...code.matchAll(/\bfailpoint\('([^']+)'\)/g)].map(([, name]) => name);
    expect(used.sort()).toEqual([...FAILPOINTS].sort());
  });

  it('has some for each kind of work', () => {
    for (const part of ['command', 'attack', 'training', 'battle', 'capture', 'raid', 'tick', 'close', 'payment'])
      expect(failpointsOf(part).length, part).toBeGreaterThan(1);
    for (const part of ['webhook', 'settle', 'deposit', 'refund', 'payout'])
      expect(failpointsOf(part).length, part).toBeGreaterThan(2);
    expect(failpointsOf('tick', 'close')).toHaveLength(failpointsOf('tick').length + failpointsOf('close').length);
  });
});
