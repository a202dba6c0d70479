import { readConfig } from '../../config/config.ts';
import { CONSOLE, recordAct } from '../../features/admin/audit.ts';
import { checkInvariants } from '../../features/invariants/check.ts';
import { trialBalance } from '../../features/ledger/balances.ts';
import { freezePayouts, liftFreeze, listFreezes } from '../../features/ledger/freeze.ts';
import { findSeason } from '../../features/seasons/manage.ts';
import { inTransaction } from '../../platform/tx.ts';
import type { Command, CommandIo } from '../command.ts';
import { UsageError } from '../command.ts';
import { atDesk } from '../desk.ts';
import { parseOptions } from '../parseOptions.ts';

/** Millionths as a decimal number: 21250000 → "21.250000". */
export function amountText(micro: number): string {
  const digits = String(Math.abs(micro)).padStart(7, '0');
  return `${micro < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

const columns = (cells: readonly [string, string, string, string], width: number): string =>
  `${cells[0].padEnd(width)}  ${cells
    .slice(1)
    .map((cell) => cell.padStart(18))
    .join('  ')}`;

async function runLedger(args: readonly string[], io: CommandIo): Promise<number> {
  const { season } = parseOptions(args, { season: { type: 'string' } });
  return atDesk(readConfig(io.env), async (desk) => {
    const found = season === undefined ? null : await findSeason(desk.pool, season);
    if (season !== undefined && found === null) throw new Error(`there is no season ${season}`);
    const { rows, totals } = await trialBalance(desk.pool, found?.id ?? null);
    if (rows.length === 0) {
      io.stdout.write('The books are empty.\n');
      return 0;
    }
    const width = Math.max(7, ...rows.map((row) => row.account_id.length));
    const lines = [columns(['account', 'debit', 'credit', 'balance'], width)];
    for (const row of rows) {
      const amounts = [row.debit_micro, row.credit_micro, row.credit_micro - row.debit_micro].map(amountText);
      lines.push(columns([row.account_id, ...(amounts as [string, string, string])], width));
    }
    for (const [currency, { debitMicro, creditMicro }] of totals) {
      const amounts = [debitMicro, creditMicro, creditMicro - debitMicro].map(amountText);
      lines.push(columns([`all ${currency}`, ...(amounts as [string, string, string])], width));
    }
    io.stdout.write(`${lines.join('\n')}\n`);
    if (found !== null) return 0;
    const off = [...totals].filter(([, total]) => total.debitMicro !== total.creditMicro).map(([currency]) => currency);
    if (off.length === 0) return 0;
    io.stderr.write(`The books do not add up: ${off.join(', ')}.\n`);
    return 1;
  });
}

export const ledgerCommand: Command = {
  name: 'ledger',
  summary: 'print the trial balance of the books',
  help: `Usage: ct ledger [--season <number|id>]

Writes debits, credits and balance of every account, and their sums by currency, which must be equal. A negative balance is money held
somewhere, a positive one money owed. With --season only that season's accounts, which do not add up by themselves. Ends with 1 when the
books do not add up. \`ct check-invariants\` asks more.`,
  run: runLedger,
};

async function runCheck(args: readonly string[], io: CommandIo): Promise<number> {
  parseOptions(args, {});
  return atDesk(readConfig(io.env), async (desk) => {
    const violations = await checkInvariants(desk.pool);
    for (const { rule, found } of violations)
      io.stdout.write(`BROKEN: ${rule}\n${found.map((row) => `  ${JSON.stringify(row)}\n`).join('')}`);
    if (violations.length > 0) await freezePayouts(desk.pool, violations, desk.clock.nowMs());
    const freezes = await listFreezes(desk.pool);
    for (const freeze of freezes)
      io.stdout.write(
        `Payouts are stopped since ${new Date(freeze.frozen_at).toISOString()} (${freeze.id}): ${freeze.rule}\n`,
      );
    if (violations.length === 0) io.stdout.write('All invariants hold.\n');
    return violations.length === 0 ? 0 : 1;
  });
}

export const checkInvariantsCommand: Command = {
  name: 'check-invariants',
  summary: 'check that the books and the records of the game agree with themselves',
  help: `Usage: ct check-invariants

Asks everything that must hold of the books and of the game, and writes what does not, at most ten rows of each. Payouts are stopped when
something is found; \`ct resume-payouts\` lifts that. The running program asks the same every minute of the books and of the seasons that run,
and every ten minutes of everything. The view broken_invariants shows the rules of the game to any client of the database. Ends with 1 when something is broken.`,
  run: runCheck,
};

export const resumePayoutsCommand: Command = {
  name: 'resume-payouts',
  summary: 'lift a stop of all payouts, after looking into it',
  help: `Usage: ct resume-payouts --stop NUMBER --reason TEXT

NUMBER is what \`ct check-invariants\` shows. The act and its reason go to the audit log. What is still broken stops payouts again within
a minute.`,
  run(args, io) {
    const { stop, reason } = parseOptions(args, { stop: { type: 'string' }, reason: { type: 'string' } });
    if (stop === undefined || !/^[1-9]\d{0,14}$/.test(stop)) throw new UsageError('--stop must be a number');
    const why = reason?.trim() ?? '';
    if (why.length < 1 || why.length > 1_000) throw new UsageError('--reason must say why, in at most 1000 characters');
    return atDesk(readConfig(io.env), (desk) =>
      inTransaction(desk, async (tx) => {
        const nowMs = desk.clock.nowMs();
        if (!(await liftFreeze(tx, Number(stop), { userId: null, reason: why }, nowMs)))
          throw new Error(`there is no open stop ${stop}`);
        await recordAct(tx, nowMs, {
          by: CONSOLE,
          action: 'payouts.resume',
          target: { kind: 'payout_freeze', id: stop },
          reason: why,
        });
        io.stdout.write('Lifted.\n');
        return 0;
      }),
    );
  },
};
