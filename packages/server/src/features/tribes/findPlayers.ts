/** Looking for somebody to invite. Wallets and ids only whole: nobody can go through them one by one. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { Context } from '../../context.ts';
import { type Db, many, statement, timestamp } from '../../platform/db.ts';
import { walletBytes } from '../auth/wallet.ts';
import { currentSeason } from '../seasons/service.ts';
import { findSeat, isOpenTribe } from './membership.ts';

const MOST = 10;

interface FoundRow {
  user_id: string;
  username: string | null;
  victory_points: number;
  tribe_id: string | null;
  name: string | null;
  tag: string | null;
  ordinal: number | null;
  invited: boolean;
}
const found = (where: string): string =>
  `select u.id as user_id, u.username, v.victory_points, t.id as tribe_id, t.name, t.tag, t.ordinal,
     exists (select 1 from tribe_invites i where i.tribe_id = $2 and i.user_id = u.id and i.status = 'open' and i.expires_at > $3) as invited
   from users u join villages v on v.season_id = $1 and v.user_id = u.id
   left join tribe_seats s on s.season_id = $1 and s.user_id = u.id left join tribes t on t.id = s.tribe_id
   where ${where} order by t.id is not null, lower(u.username), u.id limit ${MOST}`;
const byName = statement('tribes.findByName', found('lower(u.username) like $4'));
const byId = statement('tribes.findById', found('u.id = $4'));
const byWallet = statement('tribes.findByWallet', found('u.wallet = $4'));

function search(db: Db, scope: readonly unknown[], text: string): Promise<FoundRow[]> {
  if (/^0x[0-9a-f]{40}$/i.test(text)) return many(db, byWallet, [...scope, walletBytes(text)]);
  if (/^[0-9a-f]{24}$/.test(text)) return many(db, byId, [...scope, text]);
  const start = text.normalize('NFKC').toLowerCase();
  return many(db, byName, [...scope, `${start.replace(/[\\%_]/g, (char) => `\\${char}`)}%`]);
}

/** At most ten players of the season, those without a tribe first. Codes: TRIBE_NOT_FOUND, FORBIDDEN. */
export async function findPlayers(
  ctx: Context,
  tribeId: string,
  userId: string,
  given: string,
): Promise<RouteData<'tribes.findPlayers'>> {
  const season = await currentSeason(ctx.pool, userId);
  if (!(await isOpenTribe(ctx.pool, season.id, tribeId))) throw new AppError('TRIBE_NOT_FOUND');
  if ((await findSeat(ctx.pool, season.id, userId))?.tribeId !== tribeId) throw new AppError('FORBIDDEN');
  const text = given.trim();
  if (text === '' || text.includes('\0')) return { players: [] };
  const rows = await search(ctx.pool, [season.id, tribeId, timestamp(ctx.clock.nowMs())], text);
  return {
    players: rows.map((row) => ({
      userId: row.user_id,
      username: row.username,
      victoryPoints: row.victory_points,
      tribe:
        row.tribe_id === null || row.name === null || row.tag === null || row.ordinal === null
          ? null
          : { tribeId: row.tribe_id, name: row.name, tag: row.tag, ordinal: row.ordinal },
      invited: row.invited,
    })),
  };
}
