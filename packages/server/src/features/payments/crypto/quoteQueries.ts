import { type Db, many, statement, timestamp } from '../../../platform/db.ts';

// One that money was seen for waits until that is decided.
const due = statement(
  'quotes.due',
  `select p.id from payments p join users u on u.id = p.user_id
   where p.method = 'crypto' and p.status in ('creating', 'pending') and p.next_look_at <= $1
     and not exists (select 1 from chain_deposits d where coalesce(d.player, d.payer) = u.wallet and d.status in ('seen', 'final'))
   order by p.next_look_at limit 100`,
);
/** Requests for a fee in USDT whose time is over. */
export async function listDueQuotes(db: Db, nowMs: number): Promise<string[]> {
  return (await many<{ id: string }>(db, due, [timestamp(nowMs)])).map(({ id }) => id);
}
