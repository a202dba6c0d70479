import type { PushedEvent } from '@cryptotribes/protocol/core/notices';
import type { EventData } from '@cryptotribes/protocol/features/events';
import type { PushMessage } from '@cryptotribes/protocol/features/push';
import type { Settings } from '@cryptotribes/protocol/features/settings';
import { germanWriters } from './germanMessages.ts';

const PLURAL = { militia: 'militia', spearman: 'spearmen', archer: 'archers', cavalry: 'cavalry' } as const;

export type Writers = { [E in PushedEvent]: (data: EventData<E>) => Omit<PushMessage, 'type'> };

/** What a device shows for each event. */
const englishWriters: Writers = {
  attack_incoming: (data) => ({
    title: 'You are under attack',
    body: `${data.attacker.name} march on ${data.territoryName}.`,
    url: `/battles/${data.battleId}`,
  }),
  battle_completed: (data) => ({ ...battle(data), url: `/battles/${data.battleId}` }),
  training_completed: (data) => ({
    title: 'Training complete',
    body: `${data.quantity} ${data.quantity === 1 ? data.unitType : PLURAL[data.unitType]} ready.`,
    url: '/village',
  }),
  season_ending_soon: (data) => ({
    title: 'The season ends soon',
    body: `It ends at ${data.endsAt.slice(11, 16)} UTC.`,
    url: '/season',
  }),
};

function battle(data: EventData<'battle_completed'>): { title: string; body: string } {
  const place = data.territoryName === null ? '' : ` at ${data.territoryName}`;
  if (data.outcome === 'reinforced') return { title: 'Your units arrived', body: `They joined the garrison${place}.` };
  if (data.outcome === 'void')
    return {
      title: 'No battle was fought',
      body: `Your units came home${place === '' ? '' : ` from ${data.territoryName}`}.`,
    };
  const won = data.winner === 'you';
  const foe = data.opponent;
  if (data.role === 'attacker')
    return { title: won ? 'Victory' : 'Defeat', body: `You ${won ? 'beat' : 'lost to'} ${foe}${place}.` };
  return { title: won ? 'Your defence held' : 'Your defence fell', body: `${foe} attacked${place}.` };
}

const WRITERS: Record<Settings['language'], Writers> = { en: englishWriters, de: germanWriters };

/** The message for an event of the stream, in the language of the one who gets it. */
export function writeMessage<E extends PushedEvent>(
  type: E,
  data: EventData<E>,
  language: Settings['language'],
): PushMessage {
  return { type, ...WRITERS[language][type](data) };
}
