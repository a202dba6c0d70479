import type { shellText } from '../en/shell.ts';

export const shell: typeof shellText = {
  brand: 'CryptoTribes',
  skip: 'Zum Inhalt springen',
  connect: 'Wallet verbinden',
  dismiss: 'Ausblenden',
  close: 'Schließen',
  menu: 'Weitere Seiten',
  nameless: 'ein Spieler ohne Namen',
  unread: 'ungelesen',
  online: (n) => `${n} gerade hier`,
  loading: 'Wird geladen',
  offline: (time) => `Keine Verbindung. Stand: ${time}. Befehle ruhen.`,
  reconnected: 'Wieder verbunden.',
  sessionEnded: 'Deine Sitzung ist zu Ende. Melde dich neu an.',
  pageFailed: 'Diese Seite konnte nicht geladen werden.',
  reload: 'Neu laden',
  requestId: (id) => `Anfrage ${id}`,
  copy: 'Kopieren',
  copied: 'Kopiert.',
};
