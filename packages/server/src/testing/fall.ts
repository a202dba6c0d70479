/** Real processes that are killed with -9 at chosen steps (testBuild/failpoints.ts), one after the other: each finds what the last one left. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Failpoint, failpointsOf } from '../testBuild/failpoints.ts';
import { type GameProcess, launchTestBuild } from './gameProcess.ts';
import type { Dice } from './play/dice.ts';

const PATIENCE_MS = 30_000;

/**
 * Whoever comes after a kill finds the same after all steps of one transaction. So `npm test` falls between transactions and at one step
 * inside each; `npm run test:season` at every step there is.
 */
const OF_EACH_TRANSACTION: readonly Failpoint[] = [
  ...(['training.stored', 'attack.stored', 'command.kept', 'command.committed'] as const),
  ...(['capture.garrisoned', 'battle.saved', 'battle.committed', 'raid.committed', 'tick.credited'] as const),
  ...(['tick.committed', 'close.drained', 'close.booked', 'close.committed'] as const),
  ...([
    'payment.opened',
    'payment.created',
    'payment.noted',
    'webhook.read',
    'settle.booked',
    'webhook.committed',
  ] as const),
  ...(['refund.ordered', 'refund.sent', 'refund.committed'] as const),
  ...(['deposit.read', 'deposit.decided', 'deposit.committed'] as const),
];
/** Those of these steps at which this run falls. */
export const stepsOf = (points: readonly Failpoint[]): Failpoint[] =>
  points.filter((point) => process.env.EVERY_STEP === '1' || OF_EACH_TRANSACTION.includes(point));

/** The environment of a process of this game, with the database as a deployment has it. */
export const gameEnv = (
  database: { appUrl: string; url: string },
  own: Readonly<Record<string, string>>,
): Record<string, string> => ({
  NODE_ENV: 'test',
  DEMO: '0',
  HOST: '127.0.0.1',
  DATABASE_URL: database.appUrl,
  MIGRATION_DATABASE_URL: database.url,
  DB_POOL_SIZE: '6',
  JWT_SECRET: 'a secret that only these tests know, and nobody else',
  RATE_LIMIT_GLOBAL: '100000',
  ...own,
});

/**
 * Starts a process that falls at this step, does `during` while it lives, and waits for its end. Throws when it ends in another way, or does
 * not come there in time.
 */
export async function fallAt(
  env: Readonly<Record<string, string>>,
  point: Failpoint,
  during: (life: GameProcess) => Promise<unknown> = async () => {},
): Promise<void> {
  const life = launchTestBuild({ ...env, FAILPOINT: `${point}:kill` });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), PATIENCE_MS);
  });
  try {
    await during(life);
    const how = await Promise.race([life.gone, late]);
    if (how !== 'SIGKILL')
      throw new Error(`it should have been killed at ${point}: ${how}. ${life.output().slice(-2_000)}`);
  } finally {
    clearTimeout(timer);
    await life.end('SIGKILL');
  }
}

/** FAILPOINT for one life of a process in a long trial: it is killed at one of these kinds of steps, the nth time it comes there. */
export function someFault(dice: Pick<Dice, 'below'>, ...kinds: readonly string[]): string {
  const points = failpointsOf(...kinds);
  return `${points[dice.below(points.length)]}:kill@${1 + dice.below(20)}`;
}

/** Starts a process that stays whole, does `during`, and ends it. */
export async function stayWhole(
  env: Readonly<Record<string, string>>,
  during: (life: GameProcess) => Promise<unknown>,
): Promise<void> {
  const life = launchTestBuild(env);
  try {
    await life.ready;
    await during(life);
  } finally {
    await life.end('SIGKILL');
  }
}

/** A clock that real processes share and a test moves: its environment, and how far it is ahead of the database's. */
export function movedClock() {
  const folder = mkdtempSync(path.join(tmpdir(), 'ct-clock-'));
  const file = path.join(folder, 'ahead');
  let aheadMs = 0;
  const advance = (ms: number): void => {
    aheadMs += ms;
    writeFileSync(file, String(aheadMs));
  };
  advance(0);
  return { env: { TEST_CLOCK: file }, advance, remove: () => rmSync(folder, { recursive: true }) };
}
