import type { Address } from 'viem';
import { readConfig } from '../../config/config.ts';
import { CONSOLE } from '../../features/admin/audit.ts';
import { type Deposit, type DepositKey, listQuarantined } from '../../features/payments/crypto/depositQueries.ts';
import { readReference, referenceOf } from '../../features/payments/crypto/reference.ts';
import {
  creditDeposit,
  DepositRefusal,
  dismissDeposit,
  refundDeposit,
} from '../../features/payments/crypto/resolveDeposit.ts';
import { findSeason } from '../../features/seasons/manage.ts';
import { inTransaction, type Tx } from '../../platform/tx.ts';
import { type Action, commandOfActions } from '../actions.ts';
import { type CommandIo, UsageError } from '../command.ts';
import { atDesk, type Desk } from '../desk.ts';
import { parseOptions } from '../parseOptions.ts';
import { amountText } from './ledger.ts';

function readDeposit(args: readonly string[]): { key: DepositKey; rest: readonly string[] } {
  const [name = '', ...rest] = args;
  const key = readReference(name.toLowerCase());
  if (key === null)
    throw new UsageError('say which deposit, as `ct deposits list` shows it: <chain>:<transaction>:<log>');
  return { key, rest };
}

function readReason(reason: string | undefined): string {
  const why = reason?.trim() ?? '';
  if (why.length < 1 || why.length > 1_000) throw new UsageError('--reason must say why, in at most 1000 characters');
  return why;
}

function readWallet(name: string, value: string | undefined): Address {
  if (value === undefined || !/^0x[0-9a-fA-F]{40}$/.test(value))
    throw new UsageError(`${name} must be a wallet: 0x and 40 hexadecimal digits`);
  return value.toLowerCase() as Address;
}

/** One act, in one transaction; what the person got wrong is said plainly. */
function act(io: CommandIo, said: string, work: (desk: Desk, tx: Tx) => Promise<void>): Promise<number> {
  return atDesk(readConfig(io.env), async (desk) => {
    try {
      await inTransaction(desk, (tx) => work(desk, tx));
    } catch (error) {
      if (!(error instanceof DepositRefusal)) throw error;
      io.stderr.write(`Not done: ${error.message}.\n`);
      return 1;
    }
    io.stdout.write(`${said}\n`);
    return 0;
  });
}

/** Amounts may be beyond what the books can hold: nobody can be kept from writing such a log. */
const amount = (micro: bigint): string =>
  micro <= BigInt(Number.MAX_SAFE_INTEGER) ? amountText(Number(micro)) : `${micro} micro`;

function lineOf(deposit: Deposit): string {
  const from = deposit.player === null ? deposit.payer : `${deposit.payer} for ${deposit.player}`;
  const seen = new Date(deposit.seenAtMs).toISOString();
  return `${referenceOf(deposit)}  ${amount(deposit.amountMicro)} USDT  ${deposit.reason}  from ${from}  ${seen}`;
}

const ACTIONS: Record<string, Action> = {
  list: {
    summary: 'show what waits for a decision',
    help: 'Usage: ct deposits list\n\nWrites name, amount, why it was put aside, who paid (and for whom, in the vault), and when it was seen.',
    run(args, io) {
      parseOptions(args, {});
      return atDesk(readConfig(io.env), async (desk) => {
        const lines = (await listQuarantined(desk.pool)).map(lineOf);
        io.stdout.write(lines.length === 0 ? 'Nothing waits for a decision.\n' : `${lines.join('\n')}\n`);
        return 0;
      });
    },
  },
  credit: {
    summary: 'take a deposit for a player’s fee',
    help: `Usage: ct deposits credit <deposit> --player <wallet> --season <number|id> --reason TEXT

For a fee that came from another wallet, an exchange's for instance. The player must have asked for the fee on the season's page, and the
amount must be the fee. The running program looks at the chain once more and makes the entry; if the season is full or over by then, the
money goes back.`,
    run(args, io) {
      const { key, rest } = readDeposit(args);
      const options = parseOptions(rest, {
        ...{ player: { type: 'string' }, season: { type: 'string' }, reason: { type: 'string' } },
      });
      const reason = readReason(options.reason);
      const wallet = readWallet('--player', options.player);
      const { season } = options;
      if (season === undefined) throw new UsageError('--season must name the season');
      return act(io, 'Assigned: the running program makes the entry.', async (desk, tx) => {
        const found = await findSeason(tx, season);
        if (found === null) throw new DepositRefusal(`there is no season ${season}`);
        await creditDeposit(desk, tx, key, { wallet, seasonId: found.id }, { by: CONSOLE, reason });
      });
    },
  },
  refund: {
    summary: 'order that a deposit goes back',
    help: `Usage: ct deposits refund <deposit> [--to <wallet>] --reason TEXT

Back to whoever paid. Money that came from an exchange must not go back to the exchange's wallet: ask the player, and say --to.`,
    run(args, io) {
      const { key, rest } = readDeposit(args);
      const options = parseOptions(rest, { to: { type: 'string' }, reason: { type: 'string' } });
      const reason = readReason(options.reason);
      const to = options.to === undefined ? null : readWallet('--to', options.to);
      return act(io, 'Ordered.', (desk, tx) => refundDeposit(desk, tx, key, to, { by: CONSOLE, reason }));
    },
  },
  dismiss: {
    summary: 'say that a deposit is nobody’s fee',
    help: 'Usage: ct deposits dismiss <deposit> --reason TEXT\n\nFor money of the operator’s own. It stays where it is.',
    run(args, io) {
      const { key, rest } = readDeposit(args);
      const reason = readReason(parseOptions(rest, { reason: { type: 'string' } }).reason);
      return act(io, 'Dismissed.', (desk, tx) => dismissDeposit(desk, tx, key, { by: CONSOLE, reason }));
    },
  },
};

export const depositsCommand = commandOfActions({
  name: 'deposits',
  summary: 'decide about money on the chain that fits no fee',
  usage: '<action>',
  actions: ACTIONS,
  notes: `Every act and its reason go to the audit log. ct deposits <action> --help says more about one action.
The database is DATABASE_URL, or the embedded one in DATA_DIR. All of them are safe while the game runs.`,
});
