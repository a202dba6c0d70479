/** The program. Nothing happens on import; `runMain` resolves when everything is ready. */
import { type Config, readConfig } from './config/config.ts';
import { ConfigError } from './config/configError.ts';
import { loadOrCreateSecret } from './config/secrets.ts';
import { openDatabaseAddress } from './platform/databaseAddress.ts';
import { createLogger } from './platform/logger.ts';
import { type Program, startProgram } from './program.ts';

const DRAIN_MS = 25_000;

/** Starts what the environment asks for and stops it on SIGINT or SIGTERM. */
export async function runMain(): Promise<void> {
  const config = configOrExit();
  const log = createLogger(config.logLevel);
  const address = await openDatabaseAddress(config, (line) => log.debug(line));
  const database = address.embedded;
  const jwtSecret = config.jwtSecret ?? loadOrCreateSecret(config.dataDir, 'jwt-secret');
  let program: Program | null = null;
  let stopping = false;

  const stop = async (reason: string, code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'stopping');
    // Whatever hangs must not keep the program from ending.
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    await program?.stop();
    await database?.stop();
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
    program = await startProgram({
      config,
      log,
      databaseUrl: address.url,
      ownerDatabaseUrl: address.ownerUrl,
      jwtSecret,
    });
  } catch (error) {
    log.fatal({ err: error }, 'could not start');
    await database?.stop();
    process.exit(1);
  }
  if (program.url !== null) process.stdout.write(`CryptoTribes is ready: ${program.ctx.config.publicUrl}\n`);
  else process.stdout.write('CryptoTribes is ready: worker\n');
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
