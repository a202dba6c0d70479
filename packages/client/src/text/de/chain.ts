import type { ChainText } from '../en/chain.ts';
import type { Translated } from '../translated.ts';

export const chain: Translated<ChainText> = {
  choose: 'Wähle das Wallet',
  takeWallet: (name) => `${name} verwenden`,
  fallbackName: 'Browser-Wallet',
  browserKey: 'Schlüssel dieses Browsers verwenden',
  noWallet: 'In diesem Browser wurde kein Wallet gefunden.',
  lookAgain: 'Noch einmal nachsehen',
  networkWrong: (name) => `Dein Wallet ist in einem anderen Netz. Das hier geschieht in ${name}.`,
  switchTo: (name) => `Zu ${name} wechseln`,
  switchFailed: (name) => `Dein Wallet hat nicht gewechselt. Wähle ${name} im Wallet und sieh dann noch einmal nach.`,
  networks: { ethereum: 'Ethereum', other: (id) => `Netz ${id}` },
  inWallet: 'Bestätige im Wallet. Dort kannst du noch ablehnen.',
  inBlock: 'Gesendet. Wir warten auf einen Block.',
  rejected: 'Du hast im Wallet abgelehnt. Es wurde nichts gesendet.',
  reverted: 'Das Netz hat die Transaktion ohne Erfolg ausgeführt. Nur die Netzgebühr wurde abgebucht.',
  slow: 'Die Transaktion ist noch in keinem Block. Das kann noch kommen. Sieh in dein Wallet, bevor du eine weitere sendest.',
  noGas: 'Das Wallet hat zu wenig von der eigenen Münze des Netzes, um die Netzgebühr zu zahlen.',
  refused: 'Der Vertrag würde das ablehnen, darum wurde es nicht gesendet.',
  refusals: {
    AlreadyEntered: 'Dieses Konto hat für diese Saison schon bezahlt.',
    EntryClosed: 'Der Vertrag nimmt für diese Saison nichts mehr an. Es wurde nichts abgebucht.',
    EnforcedPause: 'Der Vertrag nimmt zurzeit nichts an. Es wurde nichts abgebucht. Versuche es später.',
    AlreadyClaimed: 'Dieser Preis wurde schon abgeholt.',
    ClaimsClosed: 'Die Frist zum Abholen dieses Preises ist vorbei.',
  },
};
