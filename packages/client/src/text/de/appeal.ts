import type { AppealText } from '../en/appeal.ts';
import type { Translated } from '../translated.ts';

export const appeal: Translated<AppealText> = {
  title: 'Dein Stand',
  lead: 'Ob dein Konto eingeschränkt oder gesperrt ist, warum, und wie du es noch einmal prüfen lässt.',
  good: 'Mit deinem Konto ist alles in Ordnung.',
  goodMore: 'Es wurde nichts darüber entschieden, und einem Preis steht nichts entgegen.',
  toMap: 'Zur Karte',
  restricted: 'Dein Konto ist eingeschränkt.',
  banned: 'Dein Konto ist gesperrt.',
  since: (at) => `Seit ${at}`,
  reason: 'Der angegebene Grund',
  means: 'Was das bedeutet',
  meansRestricted: [
    'Du kannst weiterspielen.',
    'Solange das gilt, wird dir kein Preis ausgezahlt. Niemand sonst bekommt ihn.',
    'Das hat ein Mensch entschieden, kein Programm.',
  ],
  meansBanned: [
    'Du kannst dich nicht anmelden.',
    'Solange das gilt, wird dir kein Preis ausgezahlt. Niemand sonst bekommt ihn.',
    'Das hat ein Mensch entschieden, kein Programm.',
  ],
  ask: 'Um erneute Prüfung bitten',
  askHow:
    'Schreib in deinen Worten, was wir wissen sollten. Jemand anders als die Person, die entschieden hat, liest es, sieht sich alles noch einmal an und antwortet hier. Das geht einmal, also nimm dir Zeit.',
  label: 'Was sollten wir wissen?',
  left: (n) => `Mindestens 20 Zeichen. Noch ${n} frei.`,
  send: 'Absenden',
  sending: 'Wird gesendet',
  offline: 'Keine Verbindung. Absenden geht, sobald sie wieder da ist.',
  yours: 'Was du geschrieben hast',
  written: (at) => `Gesendet ${at}`,
  status: {
    open: 'Jemand sieht es sich an. Die Antwort steht dann hier. Ein Preis wartet so lange.',
    kept: 'Die Entscheidung bleibt.',
    lifted: 'Die Entscheidung wurde zurückgenommen. Entschuldige die Umstände.',
  },
  answer: 'Unsere Antwort',
  showWallet: 'Zeig deine Wallet',
  showWalletHow:
    'Unterschreib eine Nachricht mit der Wallet deines Kontos, um zu sehen, was entschieden wurde. Das meldet niemanden an und kostet nichts.',
  failed: 'Das konnte nicht geladen werden.',
  again: 'Noch einmal',
  expired:
    'Das hat länger als eine halbe Stunde gedauert. Unterschreib noch einmal mit deiner Wallet; dein Text bleibt hier stehen.',
  more: 'Ansehen, warum, und um erneute Prüfung bitten',
};
