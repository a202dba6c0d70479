/** The program. Nothing happens on import; `runMain` resolves when everything is ready. */
import type { Logger } from 'pino';
import { type Config, readConfig } from './config/config.ts';
import { ConfigError } from './config/configError.ts';
import { loadOrCreateSecret } from './config/secrets.ts';
import { machineTime } from './platform/clock.ts';
import { openDatabaseAddress } from './platform/databaseAddress.ts';
import { createLogger } from './platform/logger.ts';
import { openFaults } from './platform/telemetry/faults.ts';
import type { Program } from './program.ts';
import type { PayoutProgramParts } from './roles/payouts.ts';

const DRAIN_MS = 25_000;

/** What somebody who starts the program in another way may change. */
export type Adjustments = Pick<PayoutProgramParts, 'adjustClock'> & { payoutIdleMs?: number };

/** Starts what the environment asks for and stops it on SIGINT or SIGTERM. */
export async function runMain({ payoutIdleMs, adjustClock }: Adjustments = {}): Promise<void> {
  const config = configOrExit();
  const { sentry } = config.telemetry;
  const faults =
    sentry === null
      ? null
      : openFaults(sentry, config.role, {
          nowMs: machineTime.wallMs,
          onLost: (lost, problem) => log.warn({ lost, problem }, 'faults could not be reported'),
        });
  const log: Logger = createLogger(config.logLevel, faults === null ? undefined : (fault) => faults.add(fault));
  const address = await openDatabaseAddress(config, (line) => log.debug(line));
  const database = address.embedded;
  let program: Pick<Program, 'stop'> | null = null;
  let stopping = false;

  const stop = async (reason: string, code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'stopping');
    // Whatever hangs must not keep the program from ending.
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    await program?.stop();
    await database?.stop();
    await faults?.stop();
    process.exit(code);
  };
  process.on('SIGINT', () => void stop('SIGINT', 0));
  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    void stop('uncaught exception', 1);
  });
  void database?.exited.then(() => {
    if (stopping) return;
    log.fatal('the embedded database has ended');
    void stop('the database has ended', 1);
  });

  try {
    const parts = { config, log, databaseUrl: address.url, ownerDatabaseUrl: address.ownerUrl, adjustClock };
    // Each role loads what it needs: a worker has no use for the parts that answer requests.
    if (config.role === 'payouts') {
      const { startPayouts } = await import('./roles/payouts.ts');
      program = await startPayouts({ ...parts, idleMs: payoutIdleMs });
      process.stdout.write('CryptoTribes is ready: payouts\n');
    } else {
      const jwtSecret = config.jwtSecret ?? loadOrCreateSecret(config.dataDir, 'jwt-secret');
      const { startProgram } = await import('./program.ts');
      const game = await startProgram({ ...parts, jwtSecret });
      program = game;
      const address = game.url === null ? 'worker' : game.ctx.config.publicUrl;
      process.stdout.write(`CryptoTribes is ready: ${address}\n`);
    }
  } catch (error) {
    log.fatal({ err: error }, 'could not start');
    await database?.stop();
    await faults?.stop();
    process.exit(1);
  }
}

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
