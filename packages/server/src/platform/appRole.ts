/**
 * The database role that the program works as. The tables belong to another one, which is used for migrations alone: so the program cannot change
 * or remove what must stay, whatever it does. Tables whose rows cannot change say so by their trigger `refuse_change`; from those the right to
 * UPDATE or DELETE is withheld as well.
 */
import pg from 'pg';

/** The role in the embedded database. */
export const APP_ROLE = 'cryptotribes_app';

/** The role of the process that pays out, in the embedded database. */
export const PAYOUT_ROLE = 'cryptotribes_payouts';

/** What only the payout process writes: what it signed, and how it is. */
const PAYOUT_OWN = ['payout_acts', 'payout_transactions', 'payout_process', 'payout_strangers'] as const;

const UPDATE_BIT = 16;
const DELETE_BIT = 8;

interface TableRights {
  table: string;
  /** What the role may do, and what it should. */
  has: string[];
  wanted: string[];
}

const RIGHTS = `
  select format('%I', c.relname) as table,
    array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
      where has_table_privilege($1, c.oid, p)) as has,
    case when c.relkind = 'v' or c.relname in ('schema_migrations', ${PAYOUT_OWN.map((name) => `'${name}'`).join(', ')}) then array['SELECT'] else array['SELECT', 'INSERT']
      || case when fixed.kinds & ${UPDATE_BIT} = 0 then array['UPDATE'] else '{}' end
      || case when fixed.kinds & ${DELETE_BIT} = 0 then array['DELETE'] else '{}' end end as wanted
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join lateral (select coalesce(bit_or(t.tgtype::int), 0) as kinds from pg_trigger t join pg_proc f on f.oid = t.tgfoid
      where t.tgrelid = c.oid and f.proname = 'refuse_change') fixed
  where n.nspname = 'public' and c.relkind in ('r', 'p', 'v') order by c.relname`;

/** Gives the role what the program needs and takes what it must not have; does nothing where that is so already. As the tables' owner. */
export async function grantApp(owner: pg.ClientBase, role: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  await owner.query('begin');
  try {
    await owner.query(`grant usage on schema public to ${name}`);
    await owner.query(`grant usage on all sequences in schema public to ${name}`);
    const { rows } = await owner.query<TableRights>(RIGHTS, [role]);
    for (const { table, has, wanted } of rows) {
      if (has.join() === wanted.join()) continue;
      await owner.query(`revoke all on table public.${table} from ${name}`);
      await owner.query(`grant ${wanted.join(', ')} on table public.${table} to ${name}`);
    }
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

/** Everything the payout process may do; what is not here it may not, whoever has got hold of it. */
const PAYOUT_RIGHTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...[
        'schema_migrations',
        'seasons',
        'season_prizes',
        'users',
        'entries',
        'admin_proposals',
        'chain_deposits',
        'chain_cursors',
      ],
      ...[
        'payout_releases',
        'restores',
        'ledger_accounts',
        'ledger_transactions',
        'ledger_postings',
        'payout_freezes',
        'refunds',
      ],
      // What must hold is asked before anything is signed; the view reads with its owner's rights.
      'broken_invariants',
      ...['payments', 'payouts', 'payout_plans', 'vault_openings', 'tribe_seats', 'processes', ...PAYOUT_OWN],
    ].map((table) => [table, 'select']),
  ),
  payout_acts: 'select, insert, update',
  payout_transactions: 'select, insert',
  payout_process: 'select, insert, update',
  payout_strangers: 'select, insert, update',
  payouts: 'select, update',
  payout_plans: 'select, update',
  vault_openings: 'select, update',
  seasons: 'select, update (status, prize_distribution_date)',
  refunds: 'select, update',
  payments: 'select, update',
  ledger_accounts: 'select, insert',
  ledger_transactions: 'select, insert',
  ledger_postings: 'select, insert',
  payout_freezes: 'select, insert',
  news: 'select, insert',
  processes: 'select, insert, update, delete',
};

/** Gives the role what the payout process needs, and nothing else. As the tables' owner. */
export async function grantPayouts(owner: pg.ClientBase, role: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  await owner.query('begin');
  try {
    await owner.query(`grant usage on schema public to ${name}`);
    await owner.query(`revoke all on all tables in schema public from ${name}`);
    await owner.query(`grant usage on all sequences in schema public to ${name}`);
    for (const [table, rights] of Object.entries(PAYOUT_RIGHTS))
      await owner.query(`grant ${rights} on table public.${table} to ${name}`);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

const ROLE_LOCK = 7_203_118_446;

/** Makes the role, with this password; safe to repeat and to do at once. `ownerUrl` must be allowed to make roles. */
export async function ensureRole(ownerUrl: string, role: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [ROLE_LOCK]);
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    const verb = rowCount === 0 ? 'create' : 'alter';
    await client.query(
      `${verb} role ${pg.escapeIdentifier(role)} login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`,
    );
  } finally {
    await client.end();
  }
}

/** The same database, as another user. */
export function asRole(url: string, role: string, password: string): string {
  const changed = new URL(url);
  changed.username = encodeURIComponent(role);
  changed.password = encodeURIComponent(password);
  return changed.href;
}

/** Who the program is in the database. */
export async function currentRole(db: pg.Pool): Promise<string> {
  const { rows } = await db.query<{ role: string }>('select current_user as role');
  return rows[0]?.role ?? '';
}
