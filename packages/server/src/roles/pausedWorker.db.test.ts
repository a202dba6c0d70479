/**
 * A worker that stands still in the middle of a job (RELIABILITY TM7): its transaction is ended by the database, another worker does the job, and when it goes on it
 * neither does it a second time nor falls over. Takes as long as the database's patience, 20 s.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { decideNextAttack } from '../features/battles/decide.ts';
import { countLosses, countUnits, expectInvariants } from '../testing/invariants.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';

const WORKER = new URL('../testing/workerProcess.ts', import.meta.url).pathname;

let app: TestApp;
let worker: ChildProcess | undefined;
const said: string[] = [];
beforeAll(async () => {
  // The worker's time is the real one.
  app = await startTestApp({ nowMs: Date.now() });
});
afterAll(async () => {
  if (worker !== undefined && worker.exitCode === null && worker.signalCode === null) {
    const gone = new Promise((resolve) => worker?.once('exit', resolve));
    worker.kill('SIGKILL');
    await gone;
  }
  await app.stop();
});
const until = (check: () => Promise<void> | void, timeout: number) => vi.waitFor(check, { timeout, interval: 100 });

it('a worker that stands still in the middle of a battle: another one fights it, and it is fought once', async () => {
  const attacker = await app.newChieftain({ army: { cavalry: 200 } });
  const holder = await app.newChieftain({ army: { militia: 30 } });
  await app.hold(21, holder.tribeId, [{ player: holder, army: { militia: 30 } }]);
  const units = await countUnits(app);
  const started = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', WORKER, app.database.appUrl, app.database.url],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  worker = started;
  const exits: unknown[] = [];
  started.once('exit', (code, signal) => exits.push([code, signal]));
  createInterface({ input: started.stdout }).on('line', (line) => said.push(line));
  await until(() => expect(said).toContain('ready'), 20_000);

  // With its defender's village held, the battle stops in the middle: the territory is locked, nothing is written yet.
  const busy = await app.database.pool.connect();
  await busy.query('begin');
  await busy.query('select 1 from villages where user_id = $1 for update', [holder.id]);
  const { battleId } = await app.attack(attacker, 21, { cavalry: 150 }, 'offensive');
  await app.someoneWaits();
  started.kill('SIGSTOP');
  await busy.query('commit');
  busy.release();

  // Its order is locked by one that does nothing; nobody else touches it until the database ends that transaction.
  const status = () => app.sql<{ status: string }>('select status from battles where id = $1', [battleId]);
  expect(await decideNextAttack(app.ctx)).toBe(false);
  expect(await status()).toEqual([{ status: 'queued' }]);
  await until(async () => {
    await decideNextAttack(app.ctx);
    expect(await status()).toEqual([{ status: 'completed' }]);
  }, 28_000);
  const after = await app.sql('select * from villages order by user_id');
  const points = await app.sql('select * from vp_moves order by id');

  started.kill('SIGCONT');
  // It says what happened to its round, takes up the next order as ever, and nothing of the first one is done again.
  await until(() => expect(said.some((line) => line.includes('a round failed'))).toBe(true), 10_000);
  expect(await app.sql('select * from villages order by user_id')).toEqual(after);
  expect(await app.sql('select * from vp_moves order by id')).toEqual(points);
  const second = await app.attack(attacker, 22, { cavalry: 40 });
  await until(
    async () =>
      expect(await app.sql('select status from battles where id = $1', [second.battleId])).toEqual([
        { status: 'completed' },
      ]),
    10_000,
  );
  expect(exits).toEqual([]);
  expect(
    await app.number(`select count(*) from news where type = 'battle_completed' and data->>'battleId' = $1`, [
      battleId,
    ]),
  ).toBe(2);
  expect(await countUnits(app)).toBe(units - (await countLosses(app)));
  await expectInvariants(app);
}, 90_000);
