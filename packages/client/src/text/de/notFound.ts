import type { notFoundText } from '../en/notFound.ts';

export const notFound: typeof notFoundText = {
  title: 'Hier ist nichts als Schnee.',
  sentence: 'Unter dieser Adresse gibt es keine Seite.',
  action: 'Zur Karte',
};
