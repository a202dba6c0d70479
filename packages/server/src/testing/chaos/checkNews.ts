/** Whether every player was told everything that was published, once and in order. */
import type { News } from '@cryptotribes/protocol/features/events';
import type pg from 'pg';
import type { ChaosPlayer } from './player.ts';

const STREAMS = ['me', 'season'] as const;
type Stream = (typeof STREAMS)[number];
const recipientOf = (player: ChaosPlayer, stream: Stream, seasonId: string): string =>
  stream === 'me' ? `user:${player.userId}` : `season:${seasonId}`;

/** How many orders, news and readers the game is behind, and how many sessions listen to its notifications. */
export async function backlog(
  db: pg.ClientBase,
  players: readonly ChaosPlayer[],
  seasonId: string,
): Promise<{ orders: number; news: number; readers: number; listeners: number }> {
  const { rows } = await db.query<{
    orders: number;
    news: number;
    listeners: number;
    heads: Record<string, number>;
  }>(
    `select (select count(*)::int from battles where status = 'queued') as orders, (select count(*)::int from news where seq is null) as news,
       (select count(*)::int from pg_stat_activity where application_name = 'cryptotribes listen') as listeners,
       (select coalesce(jsonb_object_agg(recipient, last_seq), '{}') from news_streams) as heads`,
  );
  const { orders = 0, news = 0, listeners = 0, heads = {} } = rows[0] ?? {};
  const isBehind = (player: ChaosPlayer) =>
    STREAMS.some((stream) => player.position(stream) < (heads[recipientOf(player, stream, seasonId)] ?? 0));
  return { orders, news, listeners, readers: players.filter(isBehind).length };
}

/** One line for each player and stream that was told something twice, not at all, in another order or otherwise than it is kept. */
export async function compareNews(
  db: pg.ClientBase,
  players: readonly ChaosPlayer[],
  seasonId: string,
): Promise<string[]> {
  const { rows } = await db.query<{ recipient: string; seq: number; type: string }>(
    `select recipient, seq::float8 as seq, type from news where seq is not null and (recipient like 'user:%' or recipient like 'season:%')`,
  );
  const kept = new Map(rows.map(({ recipient, seq, type }) => [`${recipient} ${seq}`, type]));
  const wrong: string[] = [];
  for (const player of players) {
    for (const stream of STREAMS) {
      const told = player.news.filter((news) => news.stream === stream);
      const problem = firstProblem(told, (seq) => kept.get(`${recipientOf(player, stream, seasonId)} ${seq}`));
      if (problem !== null) wrong.push(`${player.userId} ${stream}: ${problem}`);
    }
    if (player.resets() > 0) wrong.push(`${player.userId} had to begin anew ${player.resets()} times`);
  }
  return wrong;
}

function firstProblem(told: readonly News[], typeOf: (seq: number) => string | undefined): string | null {
  for (const [index, { seq, type }] of told.entries()) {
    const before = told[index - 1]?.seq ?? seq - 1;
    if (seq !== before + 1) return `${seq} came after ${before}`;
    const kept = typeOf(seq);
    // A message to a tribe that the player is no longer in travels as withdrawn.
    if (kept !== type && type !== 'news_withdrawn') return `${seq} was told as ${type} and is kept as ${kept}`;
  }
  return null;
}
