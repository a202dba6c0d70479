/** What news about ourselves change in our own record. Pure: the record goes in and a new one comes out. */
import type { EventData, News } from '@cryptotribes/protocol/features/events';
import type { Me } from '@cryptotribes/protocol/features/villages';

export interface MePatch {
  me: Me;
  /** True when figures changed that the news does not carry: the record is right so far, but must be asked for again. */
  stale: boolean;
}

/** The record after the news; null = the news does not concern it. */
export function patchMe(me: Me, news: News): MePatch | null {
  switch (news.type) {
    case 'gold_updated':
      return { me: { ...me, gold: news.data.gold }, stale: news.data.reason === 'income' };
    case 'vp_updated':
      return { me: { ...me, victoryPoints: news.data.victoryPoints }, stale: news.data.reason === 'battle' };
    case 'training_completed':
      return { me: trained(me, news.data), stale: false };
    case 'building_upgraded':
      return { me: raised(me, news.data), stale: true };
    case 'units_returned':
      return { me: cameHome(me, news.data, Date.parse(news.at)), stale: false };
    case 'battle_completed':
      return {
        me: { ...me, marches: me.marches.filter((march) => march.battleId !== news.data.battleId) },
        stale: true,
      };
    case 'territory_lost':
      return {
        me: { ...me, garrisons: me.garrisons.filter((garrison) => garrison.territoryId !== news.data.territoryId) },
        stale: true,
      };
    case 'tribe_member_joined':
      return news.data.userId === me.id ? { me, stale: true } : null;
    case 'tribe_member_left':
      // News of an earlier tribe may come late.
      if (news.data.userId !== me.id) return null;
      return {
        me: me.tribeId === news.data.tribeId ? { ...me, tribeId: null, tribe: null, unreadMessages: 0 } : me,
        stale: true,
      };
    case 'tribe_message':
      // Not counted here: the record may have been written after the message and hold it already.
      return news.data.userId !== me.id && news.data.tribeId === me.tribeId ? { me, stale: true } : null;
    case 'territory_updated':
      return me.garrisons.some((garrison) => garrison.territoryId === news.data.territoryId)
        ? { me, stale: true }
        : null;
    case 'tribe_role_changed':
      return news.data.userId === me.id && me.tribe?.id === news.data.tribeId
        ? { me: { ...me, tribe: { ...me.tribe, role: news.data.role } }, stale: false }
        : null;
    case 'raided':
      return { me: { ...me, shieldUntil: news.data.shieldUntil }, stale: true };
    // Others' points move our place in the ranking.
    case 'leaderboard_updated':
      return me.entered ? { me, stale: true } : null;
    case 'units_recalled':
    case 'season_started':
    case 'season_ended':
    case 'season_cancelled':
      return { me, stale: true };
    default:
      return null;
  }
}

function trained(me: Me, done: EventData<'training_completed'>): Me {
  const trainingQueue = me.trainingQueue
    .filter((batch) => batch.queueId !== done.queueId)
    .map((batch, index) => ({ ...batch, queuePosition: index + 1 }));
  return { ...me, army: done.army, trainingQueue };
}

function raised(me: Me, done: EventData<'building_upgraded'>): Me {
  const state = { level: done.level, upgrading: false, upgradeStartTime: null, upgradeEndTime: null };
  return { ...me, buildings: { ...me.buildings, [done.buildingType]: state } };
}

function cameHome(me: Me, back: EventData<'units_returned'>, atMs: number): Me {
  const same = (units: Me['army']) =>
    units.militia === back.units.militia &&
    units.spearman === back.units.spearman &&
    units.archer === back.units.archer &&
    units.cavalry === back.units.cavalry;
  // Several groups may be on their way: the one that arrived has these units and was due by now.
  const gone = me.returning.findIndex((group) => same(group.units) && Date.parse(group.arrivesAt) <= atMs + 1000);
  return { ...me, army: back.army, returning: me.returning.filter((_, index) => index !== gone) };
}
