import type { News } from '@cryptotribes/protocol/features/events';
import { expect, it } from 'vitest';
import { newsMessage } from './newsText.ts';

const say = (item: { type: string; data: object }) =>
  newsMessage({ ...item, stream: 'me', seq: 1, at: '' } as unknown as News)?.text;
const battle = {
  battleId: '',
  role: 'attacker',
  winner: 'you',
  outcome: 'completed',
  vpGained: 1165,
  opponent: 'Raven Host',
  target: 'territory',
  territoryName: 'Hollowpine',
};

it('tells the verdict with what it brought', () => {
  expect(say({ type: 'battle_completed', data: battle })).toBe('Victory: Hollowpine is yours. +1,165 VP.');
  const lost = { ...battle, role: 'defender', winner: 'opponent', vpGained: 0 };
  expect(say({ type: 'battle_completed', data: lost })).toBe('Hollowpine fell to Raven Host.');
});

it('tells of a lost land and of a lost raid once, in the news of their own', () => {
  const lost = { ...battle, role: 'defender', winner: 'opponent', territoryTransferred: true };
  expect(say({ type: 'battle_completed', data: lost })).toBeUndefined();
  const raid = { ...lost, target: 'village', goldLooted: 1250 };
  expect(say({ type: 'battle_completed', data: raid })).toBeUndefined();
  const raided = { raider: { username: 'Halla' }, goldLost: 1250 };
  expect(say({ type: 'raided', data: raided })).toBe('Halla raided your village and took 1,250 gold.');
});

it('tells of raids with the gold', () => {
  const raid = { ...battle, target: 'village', territoryName: null, opponent: 'Halla', goldLooted: 1250 };
  expect(say({ type: 'battle_completed', data: raid })).toBe('Raid on Halla: 1,250 gold taken.');
  const repelled = { ...raid, role: 'defender', winner: 'you' };
  expect(say({ type: 'battle_completed', data: repelled })).toBe('Your village drove off Halla.');
  expect(say({ type: 'battle_completed', data: { ...raid, outcome: 'void' } })).toMatch(/not fought/);
});

it('says nothing about figures that change by themselves', () => {
  expect(say({ type: 'gold_updated', data: { gold: 5, gained: 5, reason: 'income' } })).toBeUndefined();
});

it('never uses the word that is reserved for one button of the map', () => {
  const tribe = { tribeId: '', name: 'Raven Host', tag: 'RVN', ordinal: 1 };
  const units = { militia: 1, spearman: 0, archer: 0, cavalry: 0 };
  const lines = [
    say({ type: 'raided', data: { raider: { username: 'Halla' }, goldLost: 5 } }),
    say({ type: 'tribe_battle', data: { member: 'x', username: 'Halla', territoryName: 'Hollowpine', won: true } }),
    say({ type: 'attack_incoming', data: { attacker: tribe, territoryName: 'Hollowpine' } }),
    say({ type: 'territory_lost', data: { by: tribe, territoryName: 'Hollowpine' } }),
    say({ type: 'units_returned', data: { units } }),
    ...['reinforced', 'void'].map((outcome) => say({ type: 'battle_completed', data: { ...battle, outcome } })),
  ];
  for (const line of lines) {
    expect(line).toBeTruthy();
    expect(line).not.toMatch(/attack/i);
  }
});
