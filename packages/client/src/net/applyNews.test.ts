import type { News } from '@cryptotribes/protocol/features/events';
import type { TerritorySummary } from '@cryptotribes/protocol/features/territories';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { applyNews } from './applyNews.ts';
import { queryKeys } from './queryKeys.ts';
import { aMe, aTerritory } from './samples.ts';

const AT = '2026-05-01T12:00:00.000Z';
const OWNER = { tribeId: 'b'.repeat(24), name: 'Raven Host', tag: 'RVN', ordinal: 2 };

function setUp(me: Me | null, rows: TerritorySummary[] = []) {
  const cache = new QueryClient();
  cache.setQueryData(queryKeys.me, me);
  cache.setQueryData(queryKeys.territories, { seasonId: 's', territories: rows });
  const asked: QueryKey[] = [];
  const apply = (item: Pick<News, 'type' | 'data'>, stream: News['stream'] = 'me') =>
    applyNews(cache, { ...item, stream, seq: 1, at: AT } as News, (key) => asked.push(key));
  const mine = () => cache.getQueryData<Me>(queryKeys.me);
  const row = (no: number) =>
    cache
      .getQueryData<{ territories: TerritorySummary[] }>(queryKeys.territories)
      ?.territories.find((item) => item.territoryId === no);
  return { cache, apply, asked, mine, row };
}

describe('applyNews', () => {
  it('asks for the payments again when one is in another state, and for the own record when it paid for an entry', () => {
    const { apply, asked } = setUp(aMe());
    const data = { paymentId: 'p'.repeat(24), seasonId: 's'.repeat(24), method: 'stripe', reason: null } as const;
    apply({ type: 'payment_updated', data: { ...data, status: 'pending' } });
    expect(asked).toEqual([queryKeys.payments]);
    apply({ type: 'payment_updated', data: { ...data, status: 'settled' } });
    expect(asked.slice(1)).toEqual([queryKeys.payments, queryKeys.me, queryKeys.season]);
  });

  it('writes new gold into the own record', () => {
    const { apply, mine } = setUp(aMe({ gold: 10 }));
    apply({ type: 'gold_updated', data: { gold: 60, gained: 50, reason: 'refund' } });
    expect(mine()?.gold).toBe(60);
  });

  it('takes a finished batch out of the queue and the new army in', () => {
    const army = { militia: 30, spearman: 0, archer: 0, cavalry: 0 };
    const batch = { unitType: 'militia', quantity: 30, startTime: AT, endTime: AT, costPaid: 300 } as const;
    const { apply, mine, asked } = setUp(
      aMe({
        trainingQueue: [
          { ...batch, queueId: 'first', queuePosition: 1 },
          { ...batch, queueId: 'second', queuePosition: 2 },
        ],
      }),
    );
    apply({ type: 'training_completed', data: { queueId: 'first', unitType: 'militia', quantity: 30, army } });
    expect(mine()?.army).toEqual(army);
    expect(mine()?.trainingQueue).toMatchObject([{ queueId: 'second', queuePosition: 1 }]);
    expect(asked).toEqual([]);
  });

  it('raises a building and asks again for what follows from its level', () => {
    const { apply, mine, asked } = setUp(aMe());
    apply({ type: 'building_upgraded', data: { buildingType: 'barracks', level: 2 } });
    expect(mine()?.buildings.barracks).toEqual({
      level: 2,
      upgrading: false,
      upgradeStartTime: null,
      upgradeEndTime: null,
    });
    expect(asked).toEqual([queryKeys.me]);
  });

  it('lets only the group come home that has arrived', () => {
    const units = { militia: 5, spearman: 0, archer: 0, cavalry: 0 };
    const later = { units, arrivesAt: '2026-05-01T13:00:00.000Z', fromTerritoryId: 7 };
    const { apply, mine } = setUp(aMe({ returning: [later, { units, arrivesAt: AT, fromTerritoryId: 8 }] }));
    apply({ type: 'units_returned', data: { units, army: units } });
    expect(mine()?.returning).toEqual([later]);
    expect(mine()?.army).toEqual(units);
  });

  it('asks how much is unread when another member wrote to the own council, and for nothing else', () => {
    const tribeId = 'b'.repeat(24);
    const me = aMe({ tribeId, unreadMessages: 2 });
    const { apply, mine, asked } = setUp(me);
    const data = { tribeId, messageId: 'm'.repeat(24), number: 3, text: 'Aye.', username: 'Sigrun' };
    apply({ type: 'tribe_message', data: { ...data, userId: me.id } });
    apply({ type: 'tribe_message', data: { ...data, userId: 'e'.repeat(24), tribeId: 'c'.repeat(24) } });
    expect(asked).toEqual([]);
    apply({ type: 'tribe_message', data: { ...data, userId: 'e'.repeat(24) } });
    expect(asked).toEqual([queryKeys.me]);
    expect(mine()?.unreadMessages).toBe(2);
  });

  it('gives a captured territory its new owner without touching the others', () => {
    const { apply, row } = setUp(null, [aTerritory({ territoryId: 3 }), aTerritory({ territoryId: 4 })]);
    const untouched = row(4);
    apply(
      {
        type: 'territory_updated',
        data: {
          territoryId: 3,
          territoryName: 'Stormgard',
          owner: { ...OWNER, controlledSince: AT },
          units: { militia: 9, spearman: 0, archer: 0, cavalry: 0 },
          formation: 'defensive',
          truceUntil: '2026-05-01T16:00:00.000Z',
          pending: 1,
        },
      },
      'season',
    );
    expect(row(3)).toMatchObject({
      owner: { tribeName: 'Raven Host', ordinal: 2 },
      garrison: { units: { militia: 9 }, formation: 'defensive' },
      npcDefense: null,
      pendingOrders: { count: 1 },
    });
    expect(row(4)).toBe(untouched);
  });

  it('asks for an open territory again, because its contributors do not travel with the news', () => {
    const { cache, apply, asked } = setUp(null, [aTerritory({ territoryId: 3 })]);
    cache.setQueryData(queryKeys.territory(3), { ...aTerritory({ territoryId: 3 }), contributors: [] });
    const data = { battleId: 'c'.repeat(24), territoryId: 3, territoryName: 'Stormgard', orderNo: 4, pending: 2 };
    apply({ type: 'battle_queued', data: { ...data, attacker: OWNER } }, 'season');
    expect(cache.getQueryData(queryKeys.territory(3))).toMatchObject({ pendingOrders: { count: 2 } });
    expect(asked).toEqual([queryKeys.territory(3)]);
  });

  it('leaves an unknown own record alone', () => {
    const { apply, mine } = setUp(null);
    apply({ type: 'gold_updated', data: { gold: 60, gained: 50, reason: 'refund' } });
    expect(mine()).toBeNull();
  });
});
