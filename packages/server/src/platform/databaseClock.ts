/**
 * The time of all processes of one game: the database's. It is measured at start and every minute, and carried on in between by the
 * machine's steady clock. A machine whose wall clock is wrong, or is set while the program runs, changes nothing; neither do two machines
 * that disagree.
 */
import type pg from 'pg';
import type { Logger } from 'pino';
import { type Clock, type MachineTime, machineTime } from './clock.ts';
import { one, statement } from './db.ts';
import { startLoop } from './loop.ts';
import { Signal } from './signal.ts';

/** How the database answered: its time, and how long that took. */
export interface Answer {
  databaseMs: number;
  /** By the machine's steady clock: when it was asked, when it had answered. */
  askedMs: number;
  answeredMs: number;
}

/** Both clocks of the machine moved on by so different spans: it slept, or its clock was set. Measure again at once. */
const JUMP_MS = 1_000;

export class DatabaseClock implements Clock {
  readonly #machine: MachineTime;
  readonly #onJump: () => void;
  #databaseMs: number;
  #steadyMs: number;
  #wallMs: number;
  #asked = false;
  #latestMs = 0;

  constructor(machine: MachineTime, first: Answer, onJump: () => void = () => {}) {
    this.#machine = machine;
    this.#onJump = onJump;
    this.#databaseMs = 0;
    this.#steadyMs = 0;
    this.#wallMs = 0;
    this.set(first);
  }
  /** Never goes backwards: when the database's clock was set back, time stands still until that has caught up. */
  nowMs(): number {
    const steadyMs = this.#machine.steadyMs();
    const sinceMs = steadyMs - this.#steadyMs;
    if (!this.#asked && Math.abs(this.#machine.wallMs() - this.#wallMs - sinceMs) > JUMP_MS) {
      this.#asked = true;
      this.#onJump();
    }
    this.#latestMs = Math.max(this.#latestMs, Math.floor(this.#databaseMs + sinceMs));
    return this.#latestMs;
  }
  /** Takes over a measurement: the database read its clock half-way between question and answer. */
  set(answer: Answer): void {
    this.#databaseMs = answer.databaseMs;
    this.#steadyMs = (answer.askedMs + answer.answeredMs) / 2;
    this.#wallMs = this.#machine.wallMs() - (this.#machine.steadyMs() - this.#steadyMs);
    this.#asked = false;
  }
  /** How far this machine's wall clock is ahead of the database's (negative: behind). */
  wallAheadMs(): number {
    return Math.round(this.#wallMs - this.#databaseMs);
  }
  /** How far the game's time is ahead of what the database says: more than nothing while time stands still. */
  aheadMs(): number {
    return Math.max(0, this.#latestMs - Math.floor(this.#databaseMs + this.#machine.steadyMs() - this.#steadyMs));
  }
}

const databaseTime = statement('clock.now', 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now');
const QUESTIONS = 3;

/** Asks the database a few times on one connection; the quickest answer is the most exact. */
export async function askTime(pool: pg.Pool, machine: MachineTime): Promise<Answer> {
  const client = await pool.connect();
  try {
    const answers: Answer[] = [];
    for (let n = 0; n < QUESTIONS; n++) {
      const askedMs = machine.steadyMs();
      const { now } = await one<{ now: number }>(client, databaseTime);
      answers.push({ databaseMs: now, askedMs, answeredMs: machine.steadyMs() });
    }
    return answers.reduce((best, answer) => (spanOf(answer) < spanOf(best) ? answer : best));
  } finally {
    client.release();
  }
}
const spanOf = (answer: Answer): number => answer.answeredMs - answer.askedMs;

const MEASURE_MS = 60_000;
/** An answer this slow says too little: the last measurement is better. */
const SLOW_MS = 500;
/** Worth telling whoever runs the machines. */
const OFF_MS = 2_000;

export interface DatabaseClockOptions {
  pool: pg.Pool;
  log: Logger;
  machine?: MachineTime;
  onMeasured?: (wallAheadMs: number) => void;
}

/** Measures, and goes on measuring until it is stopped. Rejects when the database cannot be asked. */
export async function startDatabaseClock({ pool, log, machine = machineTime, onMeasured }: DatabaseClockOptions) {
  const bell = new Signal();
  const clock = new DatabaseClock(machine, await askTime(pool, machine), () => bell.ring());
  let told = false;
  const look = () => {
    const wallAheadMs = clock.wallAheadMs();
    onMeasured?.(wallAheadMs);
    const off = Math.abs(wallAheadMs) > OFF_MS;
    if (off && !told)
      log.warn({ wallAheadMs }, 'the clock of this machine differs from the one of the database, which counts');
    told = off;
    const aheadMs = clock.aheadMs();
    if (aheadMs > OFF_MS)
      log.warn({ aheadMs }, 'the clock of the database was set back: time stands still until it has caught up');
  };
  look();
  let first = true;
  const loop = startLoop({
    name: 'time',
    log,
    bell,
    idleMs: MEASURE_MS,
    round: async () => {
      if (first) first = false;
      else {
        const answer = await askTime(pool, machine);
        if (spanOf(answer) <= SLOW_MS) clock.set(answer);
        look();
      }
      return false;
    },
  });
  return { clock, stop: () => loop.stop() };
}
