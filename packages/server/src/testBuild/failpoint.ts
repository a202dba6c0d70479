/**
 * Falling on purpose. `FAILPOINT=name:kill|throw|sleep[:ms][@nth]`, several separated by commas: the process kills itself without a word, the
 * step fails, or it takes that long (one second unless given), every time it comes there or only the nth time. In the test build alone: the
 * production build has neither this file nor its calls.
 */
import { FAILPOINTS, type Failpoint } from './failpoints.ts';

export interface Fault {
  readonly name: Failpoint;
  readonly act: 'kill' | 'throw' | 'sleep';
  /** How long to sleep. */
  readonly ms: number;
  /** From 1; null = every time. */
  readonly nth: number | null;
}

/** What a `throw` throws. */
export class FailpointError extends Error {
  override name = 'FailpointError';
}

const FORM = /^([a-z]+\.[a-z_]+):(kill|throw|sleep)(?::(\d{1,6}))?(?:@(\d{1,6}))?$/;
const isFailpoint = (name: string): name is Failpoint => (FAILPOINTS as readonly string[]).includes(name);

/** Reads the value of FAILPOINT; throws, with what is wrong, so that a misspelt name does not look like a program that withstands it. */
export function readFaults(text: string): Fault[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, name = '', act, ms, nth] = FORM.exec(part) ?? [];
      if (!isFailpoint(name)) throw new Error(`FAILPOINT: there is no "${part}"`);
      if (ms !== undefined && act !== 'sleep') throw new Error(`FAILPOINT: only a sleep takes milliseconds: "${part}"`);
      return {
        name,
        act: act as Fault['act'],
        ms: Number(ms ?? 1_000),
        nth: nth === undefined ? null : Number(nth),
      };
    });
}

let faults: readonly Fault[] = [];
let watcher: ((name: Failpoint) => void | Promise<void>) | null = null;
const reached = new Map<Failpoint, number>();

/** From now on these happen; counting begins anew. */
export function armFaults(next: readonly Fault[]): void {
  faults = next;
  reached.clear();
}

/** Tests inside this process watch what is reached, and may throw there; null ends that. */
export function watchFailpoints(next: typeof watcher): void {
  watcher = next;
}

/** A step of the program is reached. */
export async function failpoint(name: Failpoint): Promise<void> {
  await watcher?.(name);
  if (faults.length === 0) return;
  const count = (reached.get(name) ?? 0) + 1;
  reached.set(name, count);
  for (const fault of faults) {
    if (fault.name !== name || (fault.nth !== null && fault.nth !== count)) continue;
    if (fault.act === 'throw') throw new FailpointError(`fell at ${name}`);
    if (fault.act === 'kill') process.kill(process.pid, 'SIGKILL');
    // A killed process goes no further than this either.
    await new Promise((resolve) => setTimeout(resolve, fault.ms));
  }
}
