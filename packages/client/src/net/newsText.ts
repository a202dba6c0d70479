/** What a piece of news says as a short message; null for news that only change figures. */

import type { News } from '@cryptotribes/protocol/features/events';
import { totalUnits } from '@cryptotribes/rules/core/units';
import { namesText } from '../text/en/names.ts';
import { formatNumber } from '../ui/format.ts';

export interface Message {
  text: string;
  tone: 'info' | 'good' | 'bad';
}

const good = (line: string): Message => ({ text: line, tone: 'good' });
const bad = (line: string): Message => ({ text: line, tone: 'bad' });
const info = (line: string): Message => ({ text: line, tone: 'info' });

type BattleNews = Extract<News, { type: 'battle_completed' }>['data'];

/** Raids bring gold, never land. */
function raidMessage(data: BattleNews): Message {
  const foe = data.opponent;
  if (data.outcome !== 'completed') return info(`Your raid on ${foe} was not fought. Your units are home.`);
  const gold = `${formatNumber(data.goldLooted)} gold`;
  if (data.role === 'attacker') {
    return data.winner === 'you' ? good(`Raid on ${foe}: ${gold} taken.`) : bad(`Your raid on ${foe} failed.`);
  }
  return data.winner === 'you'
    ? good(`Your village drove off ${foe}.`)
    : bad(`${foe} raided your village and took ${gold}.`);
}

function battleMessage(data: BattleNews): Message {
  if (data.target !== 'territory') return raidMessage(data);
  const place = data.territoryName ?? '';
  if (data.outcome === 'reinforced') return info(`Your units joined the garrison of ${place}.`);
  if (data.outcome === 'void') return info(`Your order for ${place} was not fought. Your units are home.`);
  const vp = data.vpGained > 0 ? ` +${formatNumber(data.vpGained)} VP.` : '';
  if (data.role === 'attacker') {
    return data.winner === 'you' ? good(`Victory: ${place} is yours.${vp}`) : bad(`Defeat at ${place}.${vp}`);
  }
  return data.winner === 'you'
    ? good(`${place} was held against ${data.opponent}.${vp}`)
    : bad(`${place} fell to ${data.opponent}.${vp}`);
}

/** Public events of the whole season stay in the saga strip; these are the ones addressed to us. `myId` null = not known yet. */
export function newsMessage(news: News, myId: string | null = null): Message | null {
  switch (news.type) {
    case 'battle_completed':
      return battleMessage(news.data);
    case 'territory_lost':
      return bad(`Your tribe lost ${news.data.territoryName}${news.data.by ? ` to ${news.data.by.name}` : ''}.`);
    case 'attack_incoming':
      return bad(`${news.data.attacker.name} marches on ${news.data.territoryName}.`);
    case 'building_upgraded':
      return good(`${namesText.buildings[news.data.buildingType]} ${news.data.level} is raised.`);
    case 'training_completed':
      return good(
        `${formatNumber(news.data.quantity)} ${namesText.units[news.data.unitType].toLowerCase()} are ready.`,
      );
    case 'units_returned':
      return info(`${formatNumber(totalUnits(news.data.units))} units came home.`);
    case 'tribe_invite':
      return info(`${news.data.tribeName} invites you to join.`);
    case 'tribe_request':
      return info(`${news.data.username ?? 'A player'} asks to join your tribe.`);
    case 'tribe_member_joined':
      if (news.data.userId === myId) return good('You are in: your tribe’s land is marked on the map.');
      return info(`${news.data.username ?? 'A player'} joined your tribe.`);
    case 'tribe_member_left':
      if (news.data.userId === myId) return info('You left the tribe. Your units are on their way home.');
      return info(`${news.data.username ?? 'A player'} left your tribe.`);
    case 'season_started':
      return info(`${news.data.name} has begun.`);
    case 'season_ended':
      return info('The season has ended.');
    default:
      return null;
  }
}
