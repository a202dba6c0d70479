import type { landingText } from '../en/landing.ts';
import { plural } from './plural.ts';

export const landing: typeof landingText = {
  titleLines: ['Zehn Tage.', 'Fünfzig Länder.', 'Ein Winter.'],
  oneDay: 'Ein Tag.',
  lead: 'Bau ein Dorf auf, verbünde dich mit elf anderen und erobere die Karte. Die zehn besten Stämme teilen sich den Topf. Jeder kann jeden Kampf nachprüfen.',
  leadFree:
    'Bau ein Dorf auf, verbünde dich mit elf anderen und erobere die Karte. Der beste Stamm des Winters gewinnt. Jeder kann jeden Kampf nachprüfen.',
  watch: 'Live zuschauen',
  pool: 'im Topf',
  entry: 'Beitritt',
  free: 'Gratis',
  players: 'Spieler',
  tribes: 'Stämme',
  left: 'noch',
  untilStart: 'bis zum Start',
  board: 'Stämme, Stand jetzt',
  boardColumns: 'SP · letzte Stunde',
  boardEmpty: 'Noch wurde kein Stamm gegründet.',
  mapSummary: (held, tribes) =>
    `Das Land: ${held} von 50 Gebieten ${plural(held, 'hält', 'halten')} ${tribes} ${plural(tribes, 'Stamm', 'Stämme')}, die anderen ihre wilden Bewohner.`,
  mapLoading: 'Das Land unter Schnee.',
  seasonDay: (name, day, days) => `${name} · Tag ${day} von ${days}`,
  registration: (name) => `${name} · Anmeldung offen`,
  register: 'Anmelden',
  waitingRoom: 'Zum Warteraum',
  lastDays: 'Das Ende ist nah: Stämme nehmen niemanden mehr auf.',
  over: 'Der Winter ist vorbei. So wurde das Land zurückgelassen.',
  cancelledWhy: 'Diese Saison hat nicht stattgefunden.',
  cancelledMoney: 'Alle bekommen den ganzen Betrag zurück, auf dem Weg, auf dem er kam.',
  between: 'Im Moment gibt es keine Saison. Die nächste öffnet hier.',
  ended: (name) => `${name} · beendet`,
  cancelled: (name) => `${name} · abgesagt`,
  noSeason: 'Zwischen den Saisons',
  unreachable: 'Der Server ist gerade nicht erreichbar. Diese Seite füllt sich von selbst, sobald er es ist.',
};
