/** What a player has, in the top bar. */
import { translated } from '../translated.ts';

export const holdingsText = translated('holdings', {
  holdings: 'Your holdings',
  perHour: 'an hour',
  home: 'home',
  of: 'of',
  vp: 'VP',
  day: (day: number, days: number) => `day ${day} of ${days}`,
  profile: (name: string) => `Profile of ${name}`,
  fullIn: (time: string) => `Full in ${time}`,
});
