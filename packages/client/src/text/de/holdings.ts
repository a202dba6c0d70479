import type { holdingsText } from '../en/holdings.ts';

export const holdings: typeof holdingsText = {
  holdings: 'Dein Besitz',
  perHour: 'pro Stunde',
  home: 'daheim',
  of: 'von',
  vp: 'SP',
  day: (day, days) => `Tag ${day} von ${days}`,
  profile: (name) => `Profil von ${name}`,
  fullIn: (time) => `Voll in ${time}`,
};
