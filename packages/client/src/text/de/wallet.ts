import type { walletText } from '../en/wallet.ts';

export const wallet: typeof walletText = {
  title: 'Wallet verbinden',
  lead: 'Zum Anmelden signierst du eine Nachricht. Das ist kostenlos und sendet keine Transaktion.',
  walletConnect: 'WalletConnect',
  pairing: 'Scanne das mit deiner Wallet-App.',
  pairingLabel: 'Code für deine Wallet-App',
  pairingOpen: 'Wallet-App hier öffnen',
  looking: 'Wallets werden gesucht …',
  appeal: 'Ansehen, warum',
  listLabel: 'Wallets in diesem Browser',
  none: 'In diesem Browser wurde kein Wallet gefunden. Installiere eines, oder such noch einmal, falls du das gerade getan hast.',
  again: 'Noch einmal suchen',
  nonePhone: 'In diesem Browser wurde kein Wallet gefunden. Wenn du eine Wallet-App hast, öffne diese Seite darin:',
  appsLabel: 'Wallet-Apps',
  openIn: (app) => `In ${app} öffnen`,
  copyLink: 'Adresse dieser Seite kopieren',
  copied: 'Kopiert.',
  copyFailed: 'Das Kopieren hat nicht geklappt. Kopiere die Adresse oben aus deinem Browser.',
  otherChain:
    'Dein Wallet ist in einem anderen Netzwerk. Das macht nichts: Anmelden geht in jedem Netzwerk und bewegt nichts.',
  switched: (now, before) =>
    `Dein Wallet zeigt jetzt ${now}. Du spielst weiter als ${before}. Zum Wechseln melde dich ab und wieder an.`,
  fallbackName: 'Browser-Wallet',
  connecting: (name) => `Bestätige in ${name}.`,
  sign: 'Signiere diese Nachricht in deinem Wallet:',
  entering: 'Du wirst angemeldet',
  cancel: 'Abbrechen',
  close: 'Schließen',
  rejected: 'Nichts ist passiert. Versuch es noch einmal.',
  pending: 'Dein Wallet zeigt schon eine Anfrage. Öffne es und antworte dort.',
  disconnected:
    'Dein Wallet ist mit keinem Netzwerk verbunden. Öffne es, prüf die Verbindung und versuch es noch einmal.',
  locked: 'Dein Wallet ist gesperrt oder gibt dieser Seite kein Konto frei. Entsperr es und versuch es noch einmal.',
  wrongAccount:
    'Die Signatur kam von einem anderen Konto als dem gewählten. Wähl ein Konto und versuch es noch einmal.',
  failed: 'Dein Wallet hat nicht geantwortet wie erwartet. Nichts ist passiert. Versuch es noch einmal.',
  guest: 'Sofort spielen',
  guestAgain: 'Weiter mit dem Schlüssel dieses Browsers',
  guestWhat:
    'In dieser kostenlosen Saison brauchst du kein Wallet: Hier entsteht ein Schlüssel, der dich anmeldet. Er liegt nur in diesem Browser; löschst du dessen Daten, ist das Dorf verloren. Schick ihm nie Geld.',
  guestDemo:
    'In dieser Demo brauchst du kein Wallet: Ein Schlüssel entsteht hier, meldet dich an und zahlt mit Spielgeld. Nichts davon ist etwas wert.',
  welcome: 'Willkommen. Bau deine Kaserne aus, bilde 30 Miliz aus, hol dir dein erstes Land.',
  back: (name) => `Angemeldet als ${name}.`,
  joinFailed:
    'Du bist angemeldet, aber der Beitritt zur Saison hat nicht geklappt. Öffne die Seite der Saison und versuch es dort.',
};
