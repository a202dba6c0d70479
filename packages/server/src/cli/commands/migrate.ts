import { readConfig } from '../../config/config.ts';
import type { Command, CommandIo } from '../command.ts';
import { withDatabase } from '../openDatabase.ts';
import { parseOptions } from '../parseOptions.ts';

async function runMigrations(args: readonly string[], io: CommandIo): Promise<number> {
  parseOptions(args, {});
  const applied = await withDatabase(readConfig(io.env), (database) => database.migrate());
  for (const name of applied) io.stdout.write(`applied ${name}\n`);
  io.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `${applied.length} migrations applied.\n`);
  return 0;
}

const DATABASE_HELP = `The database is DATABASE_URL, or the embedded one in DATA_DIR. Safe to run again and while the game runs:
what has been applied is not applied twice, and programs that migrate at the same time wait for each other.`;

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'bring the database to the schema of this version',
  help: `Usage: ct migrate\n\nApplies the migrations that are missing, in order.\n${DATABASE_HELP}`,
  run: runMigrations,
};

export const createIndexesCommand: Command = {
  name: 'create-indexes',
  summary: 'create the database indexes (the same as migrate)',
  help: `Usage: ct create-indexes\n\nThe indexes are part of the migrations, so this does the same as \`ct migrate\`.\n${DATABASE_HELP}`,
  async run(args, io) {
    const code = await runMigrations(args, io);
    io.stdout.write('All indexes exist: they are part of the migrations.\n');
    return code;
  },
};
