import { ADMIN_ROLES, type AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import { readConfig } from '../../config/config.ts';
import { listAdminRows } from '../../features/admin/queries.ts';
import { grantRole, revokeRole } from '../../features/admin/roles.ts';
import { walletText } from '../../features/auth/wallet.ts';
import { type Action, commandOfActions } from '../actions.ts';
import { type CommandIo, UsageError } from '../command.ts';
import { atDesk } from '../desk.ts';
import { parseOptions } from '../parseOptions.ts';

const ROLE_HELP = `Roles:
  support    looks after players: ends sessions, decides flags, bans
  operator   looks after seasons: plans, opens, closes and cancels them
  treasurer  looks after money: refunds, payouts`;

const say = (io: CommandIo, line: string): number => {
  io.stdout.write(`${line}\n`);
  return 0;
};

function readGrant(args: readonly string[]): { wallet: string; role: AdminRole } {
  const [wallet, role, ...rest] = args;
  parseOptions(rest, {});
  if (wallet === undefined || !/^0x[0-9a-fA-F]{40}$/.test(wallet))
    throw new UsageError('say which wallet: 0x and 40 hexadecimal digits');
  if (!(ADMIN_ROLES as readonly string[]).includes(role ?? ''))
    throw new UsageError(`say which role: ${ADMIN_ROLES.join(', ')}`);
  return { wallet, role: role as AdminRole };
}

const ACTIONS: Record<string, Action> = {
  grant: {
    summary: 'give a wallet a role',
    help: `Usage: ct admin grant <wallet> <role>

Whoever signs in with the wallet then finds the administration at /admin. The wallet need not have signed in before.

${ROLE_HELP}`,
    run: (args, io) => {
      const { wallet, role } = readGrant(args);
      return atDesk(readConfig(io.env), async (desk) =>
        say(io, `${wallet} ${(await grantRole(desk, wallet, role)) ? 'is now' : 'was already'} ${role}.`),
      );
    },
  },
  revoke: {
    summary: 'take a role from a wallet',
    help: `Usage: ct admin revoke <wallet> <role>\n\nTakes effect with the next request, while the game runs.\n\n${ROLE_HELP}`,
    run: (args, io) => {
      const { wallet, role } = readGrant(args);
      return atDesk(readConfig(io.env), async (desk) =>
        say(io, `${wallet} ${(await revokeRole(desk, wallet, role)) ? 'is no longer' : 'was not'} ${role}.`),
      );
    },
  },
  list: {
    summary: 'list who holds which role',
    help: 'Usage: ct admin list\n\nWrites wallet, role, since when, and the name in the game.',
    run: (args, io) => {
      parseOptions(args, {});
      return atDesk(readConfig(io.env), async (desk) => {
        const rows = await listAdminRows(desk.pool);
        const lines = rows.map((row) =>
          [
            walletText(row.wallet),
            row.role.padEnd(9),
            new Date(row.granted_at).toISOString(),
            row.username ?? '-',
          ].join('  '),
        );
        return say(io, lines.length === 0 ? 'Nobody holds a role.' : lines.join('\n'));
      });
    },
  },
};

export const adminCommand = commandOfActions({
  name: 'admin',
  summary: 'give, take or list the roles of administrators',
  usage: '<action>',
  actions: ACTIONS,
  notes: `${ROLE_HELP}

ct admin <action> --help says more about one action.
The database is DATABASE_URL, or the embedded one in DATA_DIR. All of them are safe while the game runs.`,
});
