import type { EventData } from '@cryptotribes/protocol/features/events';
import type { Writers } from './messages.ts';

const PLURAL = { militia: 'Milizen', spearman: 'Speerkämpfer', archer: 'Bogenschützen', cavalry: 'Reiter' } as const;

/** What a device shows for each event, in German. */
export const germanWriters: Writers = {
  attack_incoming: (data) => ({
    title: 'Du wirst angegriffen',
    body: `${data.attacker.name} marschiert auf ${data.territoryName}.`,
    url: `/battles/${data.battleId}`,
  }),
  battle_completed: (data) => ({ ...battle(data), url: `/battles/${data.battleId}` }),
  training_completed: (data) => ({
    title: 'Ausbildung fertig',
    body: `Bereit: ${data.quantity} ${PLURAL[data.unitType]}.`,
    url: '/village',
  }),
  season_ending_soon: (data) => ({
    title: 'Die Saison endet bald',
    body: `Sie endet um ${data.endsAt.slice(11, 16)} UTC.`,
    url: '/season',
  }),
};

function battle(data: EventData<'battle_completed'>): { title: string; body: string } {
  const place = data.territoryName === null ? '' : ` bei ${data.territoryName}`;
  if (data.outcome === 'reinforced')
    return { title: 'Deine Truppen sind da', body: `Sie verstärken die Besatzung${place}.` };
  if (data.outcome === 'void')
    return {
      title: 'Keine Schlacht',
      body: `Deine Truppen sind${place === '' ? '' : ` aus ${data.territoryName}`} heimgekehrt.`,
    };
  const won = data.winner === 'you';
  const foe = data.opponent;
  if (data.role === 'attacker')
    return {
      title: won ? 'Sieg' : 'Niederlage',
      body: won ? `Du hast${place} gegen ${foe} gewonnen.` : `Du hast${place} gegen ${foe} verloren.`,
    };
  return { title: won ? 'Deine Abwehr hielt' : 'Deine Abwehr brach', body: `${foe} griff${place} an.` };
}
