import { DEFAULT_RULESET_ID, RULESET_IDS } from '@cryptotribes/rules/rulesets/registry';
import { readConfig } from '../../config/config.ts';
import { CONSOLE } from '../../features/admin/audit.ts';
import { cancel, endEarly, findSeason, openRegistration, planSeason } from '../../features/seasons/manage.ts';
import { listSeasons, type SeasonRow } from '../../features/seasons/queries.ts';
import { machineTime } from '../../platform/clock.ts';
import { inTransaction } from '../../platform/tx.ts';
import { type Action, commandOfActions } from '../actions.ts';
import { type CommandIo, UsageError } from '../command.ts';
import { atDesk, type Desk } from '../desk.ts';
import { parseOptions } from '../parseOptions.ts';
import { planFrom } from './seasonPlan.ts';

const BY = { by: CONSOLE };
const iso = (ms: number): string => new Date(ms).toISOString();
const say = (io: CommandIo, line: string): number => {
  io.stdout.write(`${line}\n`);
  return 0;
};
const line = (season: SeasonRow): string =>
  [
    `${season.season_number}`.padStart(3),
    season.id,
    season.status.padEnd(12),
    iso(season.season_start),
    iso(season.season_end),
    `x${season.speed}`.padEnd(5),
    season.entry_fee_micro === 0 ? 'free'.padEnd(7) : `${season.entry_fee_micro / 1e6} USDT`,
    season.ruleset_id,
    season.name,
  ].join('  ');

/** Finds the season that `<number|id> [--yes]` names, and does something with it. */
async function withSeason(
  args: readonly string[],
  io: CommandIo,
  ask: ((season: SeasonRow) => string) | null,
  work: (desk: Desk, season: SeasonRow) => Promise<string>,
): Promise<number> {
  const [which, ...rest] = args;
  if (which === undefined || which.startsWith('-')) throw new UsageError('say which season: its number or id');
  const { yes } = parseOptions(rest, ask === null ? {} : { yes: { type: 'boolean' } }) as { yes?: boolean };
  return atDesk(readConfig(io.env), async (desk) => {
    const season = await findSeason(desk.pool, which);
    if (season === null) throw new Error(`there is no season ${which}`);
    if (ask !== null && !yes) throw new Error(`${ask(season)} Nothing was changed; say --yes to do it.`);
    return say(io, await work(desk, season));
  });
}

const title = (season: SeasonRow): string => `season ${season.season_number} (${season.name})`;

const ACTIONS: Record<string, Action> = {
  create: {
    summary: 'plan a season',
    help: `Usage: ct season create --name TEXT --starts TIME [options]

  --name TEXT          3 to 60 characters; {n} becomes the number of the season
  --starts TIME        now, or a time with its zone, e.g. 2026-12-01T18:00:00Z
  --registration TIME  when registration opens; now unless given
  --speed N            game time passes N times as fast, 1 to 3600; the ruleset's own unless given
  --fee 0|25           entry fee in USDT; 0 unless given
  --ruleset ID         ${RULESET_IDS.join(' or ')}; ${DEFAULT_RULESET_ID} unless given

A season lasts ten days of game time: with season1 or season2 ten days, with blitz (speed 10) 24 hours. Its secret is drawn now and its commitment published at once. A season that has fewer
than 24 players when it starts is cancelled; one that starts now is open to whoever comes.`,
    run: (args, io) => {
      // What cannot be read is refused before anything is opened; "now" is then the game's, not this machine's.
      planFrom(args, machineTime.wallMs());
      return atDesk(readConfig(io.env), async (desk) => {
        const plan = planFrom(args, desk.clock.nowMs());
        const season = await inTransaction(desk, (tx) => planSeason(desk, tx, plan, BY));
        return say(
          io,
          `Created ${title(season)}, id ${season.id}: ${iso(season.season_start)} to ${iso(season.season_end)}.`,
        );
      });
    },
  },
  open: {
    summary: 'open registration now',
    help: `Usage: ct season open <number|id>\n\nOpens registration of a planned season now instead of at its time. The start stays as it is.`,
    run: (args, io) =>
      withSeason(args, io, null, async (desk, season) =>
        (await inTransaction(desk, (tx) => openRegistration(desk, tx, season.id, BY)))
          ? `Registration of ${title(season)} is open.`
          : `Registration of ${title(season)} was open already.`,
      ),
  },
  close: {
    summary: 'end a running season early',
    help: `Usage: ct season close <number|id> --yes

The season ends one minute from now. The running program then closes it as it closes every season: orders given before are fought,
credits of complete hours are booked, ranking and prize list become final, the secret is published. This cannot be undone.`,
    run: (args, io) =>
      withSeason(
        args,
        io,
        (season) => `This ends ${title(season)} in one minute instead of at ${iso(season.season_end)}.`,
        async (desk, season) =>
          `${title(season)} ends at ${iso(await inTransaction(desk, (tx) => endEarly(desk, tx, season.id, BY)))}. The running program closes it then.`,
      ),
  },
  cancel: {
    summary: 'cancel a season that has not ended',
    help: `Usage: ct season cancel <number|id> --yes\n\nThe season stops at once; nobody wins anything. This cannot be undone.`,
    run: (args, io) =>
      withSeason(
        args,
        io,
        (season) => `This cancels ${title(season)}, which is ${season.status}.`,
        async (desk, season) => {
          await inTransaction(desk, (tx) => cancel(desk, tx, season.id, BY));
          return `${title(season)} is cancelled.`;
        },
      ),
  },
  list: {
    summary: 'list the seasons, newest first',
    help: `Usage: ct season list\n\nWrites number, id, status, start, end, speed, fee, ruleset and name of the newest 100 seasons.`,
    run: (args, io) => {
      parseOptions(args, {});
      return atDesk(readConfig(io.env), async (desk) => {
        const seasons = await listSeasons(desk.pool);
        return say(io, seasons.length === 0 ? 'There are no seasons.' : seasons.map(line).join('\n'));
      });
    },
  },
};

export const seasonCommand = commandOfActions({
  name: 'season',
  summary: 'plan, open, close, cancel or list seasons',
  usage: '<action> [options]',
  actions: ACTIONS,
  notes: `ct season <action> --help says more about one action.
The database is DATABASE_URL, or the embedded one in DATA_DIR. All of them are safe while the game runs.`,
});
