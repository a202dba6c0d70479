/** `ct payouts`: what an operator does about prizes at the command line. Approving takes two administrators and is done in /admin. */
import { readConfig } from '../../config/config.ts';
import { CONSOLE, recordAct } from '../../features/admin/audit.ts';
import { accounts } from '../../features/ledger/accounts.ts';
import { post } from '../../features/ledger/post.ts';
import { showProcess } from '../../features/payouts/desk.ts';
import { getProcess, insertRelease, orderOpening } from '../../features/payouts/deskQueries.ts';
import { planSeasonPayouts } from '../../features/payouts/planning.ts';
import { askForBatch, getPlan, listPayoutSeasons, lockPlan, sumPayouts } from '../../features/payouts/planQueries.ts';
import { findSeason } from '../../features/seasons/manage.ts';
import type { SeasonRow } from '../../features/seasons/queries.ts';
import { inTransaction, type Tx } from '../../platform/tx.ts';
import { type Action, commandOfActions } from '../actions.ts';
import { type CommandIo, UsageError } from '../command.ts';
import { atDesk, type Desk } from '../desk.ts';
import { parseOptions } from '../parseOptions.ts';
import { amountText } from './ledger.ts';

function readReason(reason: string | undefined): string {
  const why = reason?.trim() ?? '';
  if (why.length < 1 || why.length > 1_000) throw new UsageError('--reason must say why, in at most 1000 characters');
  return why;
}

/** One act about the season that `<number|id> --reason TEXT` names. */
function aboutSeason(
  args: readonly string[],
  io: CommandIo,
  work: (desk: Desk, tx: Tx, season: SeasonRow, reason: string) => Promise<string>,
): Promise<number> {
  const [which, ...rest] = args;
  if (which === undefined || which.startsWith('-')) throw new UsageError('say which season: its number or id');
  const reason = readReason(parseOptions(rest, { reason: { type: 'string' } }).reason);
  return atDesk(readConfig(io.env), async (desk) => {
    const said = await inTransaction(desk, async (tx) => {
      const season = await findSeason(tx, which);
      if (season === null) throw new Error(`there is no season ${which}`);
      return work(desk, tx, season, reason);
    });
    io.stdout.write(`${said}\n`);
    return 0;
  });
}

const record = (
  desk: Desk,
  tx: Tx,
  action: string,
  target: { kind: string; id: string },
  reason: string,
  details = {},
) => recordAct(tx, desk.clock.nowMs(), { by: CONSOLE, action, target, reason, details });

const ACTIONS: Record<string, Action> = {
  status: {
    summary: 'show how payouts and the payout process are',
    help: 'Usage: ct payouts status',
    run(args, io) {
      parseOptions(args, {});
      return atDesk(readConfig(io.env), async ({ pool }) => {
        const running = await showProcess(pool);
        io.stdout.write(
          running === null
            ? 'No payout process has run yet.\n'
            : `Payout process of ${running.signer}: ${running.state} since ${running.since}, seen ${running.seenAt}${running.problem === null ? '' : `: ${running.problem}`}\n`,
        );
        for (const season of await listPayoutSeasons(pool)) {
          const plan = await getPlan(pool, season.id);
          const sums = (await sumPayouts(pool, [season.id]))
            .map(({ status, count, amount_micro }) => `${count} ${status} (${amountText(amount_micro)})`)
            .join(', ');
          const problem = plan?.problem ? `; stopped: ${plan.problem}` : '';
          io.stdout.write(`${season.season_number}  ${season.id}  ${plan?.status ?? 'no plan'}  ${sums}${problem}\n`);
        }
        return 0;
      });
    },
  },
  plan: {
    summary: 'make the plan of a season whose review is over',
    help: `Usage: ct payouts plan <number|id> --reason TEXT

What an open flag, a sanction or a dispute stands against is held. Two administrators then approve the root in /admin; the payout process
carries it out.`,
    run: (args, io) =>
      aboutSeason(args, io, async (desk, tx, season, reason) => {
        const plan = await planSeasonPayouts(desk, tx, { seasonId: season.id, by: CONSOLE, reason });
        return `Planned ${amountText(plan.total_micro)} USDT. Two administrators approve it in /admin, section Payouts.`;
      }),
  },
  batch: {
    summary: 'pay what was not claimed yet, in batches',
    help: `Usage: ct payouts batch <number|id> --reason TEXT\n\nFor a published season. The payout process sends the batches; only accounts of the approved root can be paid.`,
    run: (args, io) =>
      aboutSeason(args, io, async (desk, tx, season, reason) => {
        if ((await lockPlan(tx, season.id))?.status !== 'published')
          throw new Error('the prizes of this season cannot be claimed at present');
        await askForBatch(tx, season.id, desk.clock.nowMs());
        await record(desk, tx, 'payouts.batch', { kind: 'season', id: season.id }, reason);
        return 'Ordered: the payout process sends the batches.';
      }),
  },
  open: {
    summary: 'have a season opened in the vault',
    help: `Usage: ct payouts open <number|id> --reason TEXT\n\nThe payout process opens it, until registration ends; then players can pay through the vault.`,
    run: (args, io) =>
      aboutSeason(args, io, async (desk, tx, season, reason) => {
        if (season.entry_fee_micro === 0) throw new Error('the season is free');
        const nowMs = desk.clock.nowMs();
        if (season.status !== 'registration' || nowMs >= season.registration_end)
          throw new Error('entries of this season are over');
        if (!(await orderOpening(tx, season.id, null, nowMs))) return 'That was ordered before.';
        await record(desk, tx, 'season.open_vault', { kind: 'season', id: season.id }, reason);
        return 'Ordered: the payout process opens it.';
      }),
  },
  release: {
    summary: 'let the payout process act after a quarantine',
    help: `Usage: ct payouts release --reason TEXT

The process waits because the chain knows what the database does not (\`ct payouts status\` says what): after a restore, for instance, or when
the key was used elsewhere. Compare first. What may have been paid meanwhile is then marked as failed, for people to decide.`,
    run(args, io) {
      const reason = readReason(parseOptions(args, { reason: { type: 'string' } }).reason);
      return atDesk(readConfig(io.env), (desk) =>
        inTransaction(desk, async (tx) => {
          const row = await getProcess(tx);
          if (row?.state !== 'quarantine') throw new Error('the payout process is not in quarantine');
          await insertRelease(tx, row.quarantine_no, reason, desk.clock.nowMs());
          await record(desk, tx, 'payouts.release', { kind: 'quarantine', id: String(row.quarantine_no) }, reason, {
            problem: row.problem,
          });
          io.stdout.write('Released.\n');
          return 0;
        }),
      );
    },
  },
  book: {
    summary: 'book USDT that was moved on the chain by hand',
    help: `Usage: ct payouts book --amount MICRO --tx HASH --reason TEXT

MICRO: what the treasury has more (or, negative, less) by the transaction, in millionths of USDT: fees that were taken out, for instance. It is
the house's money. Deposits to the treasury that were dismissed need no booking.`,
    run(args, io) {
      const {
        amount,
        tx: hash,
        reason,
      } = parseOptions(args, {
        ...{ amount: { type: 'string' }, tx: { type: 'string' }, reason: { type: 'string' } },
      });
      if (amount === undefined || !/^-?[1-9]\d{0,14}$/.test(amount))
        throw new UsageError('--amount must be a whole number of micro-USDT');
      if (hash === undefined || !/^0x[0-9a-fA-F]{64}$/.test(hash))
        throw new UsageError('--tx must be 0x and 64 hex digits');
      const why = readReason(reason);
      const micro = Number(amount);
      return atDesk(readConfig(io.env), (desk) =>
        inTransaction(desk, async (tx) => {
          const booked = await post(tx, {
            ...{ kind: 'house_moved', ref: hash.toLowerCase(), atMs: desk.clock.nowMs() },
            postings: [
              { account: accounts.chain(), amountMicro: -micro },
              { account: accounts.house('USDT'), amountMicro: micro },
            ],
          });
          if (!booked) throw new Error('this transaction was booked before');
          await record(desk, tx, 'payouts.book', { kind: 'transaction', id: hash.toLowerCase() }, why, {
            amountMicro: micro,
          });
          io.stdout.write('Booked.\n');
          return 0;
        }),
      );
    },
  },
  run: {
    summary: 'run the payout process',
    help: 'Usage: ct payouts run\n\nThe same as `ct start` with ROLE=payouts. It needs PAYOUT_SIGNING_KEY, which no other process may have.',
    async run(args, io) {
      parseOptions(args, {});
      if (readConfig(io.env).role !== 'payouts') throw new Error('set ROLE=payouts');
      const { runMain } = await import('../../main.ts');
      await runMain();
      return 0;
    },
  },
};

export const payoutsCommand = commandOfActions({
  name: 'payouts',
  summary: 'plan prizes, pay in batches, release the payout process, run it',
  usage: '<action> [options]',
  actions: ACTIONS,
  notes: `Every act and its reason go to the audit log. ct payouts <action> --help says more about one action.`,
});
