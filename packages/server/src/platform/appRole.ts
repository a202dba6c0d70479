/**
 * The database role that the program works as. The tables belong to another one, which is used for migrations alone: so the program cannot change
 * or remove what must stay, whatever it does. Tables whose rows cannot change say so by their trigger `refuse_change`; from those the right to
 * UPDATE or DELETE is withheld as well.
 */
import pg from 'pg';

/** The role in the embedded database. */
export const APP_ROLE = 'cryptotribes_app';

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
    case when c.relname = 'schema_migrations' or c.relkind = 'v' then array['SELECT'] else array['SELECT', 'INSERT']
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
