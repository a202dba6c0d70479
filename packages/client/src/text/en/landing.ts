/** The first page. */
import { translated } from '../translated.ts';

export const landingText = translated('landing', {
  titleLines: ['Ten days.', 'Fifty lands.', 'One winter.'],
  oneDay: 'One day.',
  lead: 'Raise a village, join eleven others, and take the map. The best ten tribes share the pool. Every battle can be checked by anyone.',
  leadFree:
    'Raise a village, join eleven others, and take the map. The best tribe of the winter wins. Every battle can be checked by anyone.',
  watch: 'Watch live',
  pool: 'in the pool',
  entry: 'to enter',
  free: 'Free',
  players: 'players',
  tribes: 'tribes',
  left: 'left',
  untilStart: 'until it starts',
  board: 'Tribes, as of now',
  boardColumns: 'VP · last hour',
  boardEmpty: 'No tribe has been founded yet.',
  mapSummary: (held: number, tribes: number) =>
    `The land: ${held} of 50 territories are held by ${tribes} tribes, the others by their wild holders.`,
  mapLoading: 'The land under snow.',
  seasonDay: (name: string, day: number, days: number) => `${name} · day ${day} of ${days}`,
  registration: (name: string) => `${name} · registration is open`,
  register: 'Register',
  waitingRoom: 'To the waiting room',
  lastDays: 'The end is near: tribes take no new members any more.',
  over: 'The winter is over. This is the land as it was left.',
  cancelledWhy: 'This season did not take place.',
  cancelledMoney: 'Everyone gets the whole entry back, the way it was paid.',
  between: 'There is no season at the moment. The next one will open here.',
  ended: (name: string) => `${name} · ended`,
  cancelled: (name: string) => `${name} · cancelled`,
  noSeason: 'Between seasons',
  unreachable: 'The server cannot be reached right now. This page will fill itself when it can.',
});
