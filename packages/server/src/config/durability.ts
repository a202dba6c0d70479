import type { Pool } from 'pg';

/**
 * Refuses a database that forgets what it acknowledged: synchronous_commit=off lost 107 of 7,295 acknowledged transfers
 * after a kill (RELIABILITY T18). `fsync` and `full_page_writes` only matter when the machine dies, so a test database
 * may switch them off: they are asked for in production alone.
 */
export async function assertDurableDatabase(pool: Pool, isProduction: boolean): Promise<void> {
  const names = isProduction ? ['synchronous_commit', 'fsync', 'full_page_writes'] : ['synchronous_commit'];
  const { rows } = await pool.query<{ name: string }>(
    `SELECT name FROM pg_settings WHERE name = ANY($1) AND setting = 'off' ORDER BY name`,
    [names],
  );
  if (rows.length === 0) return;
  throw new Error(`The database may lose committed data: turn on ${rows.map((row) => row.name).join(', ')}`);
}
