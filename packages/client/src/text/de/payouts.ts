import type { PayoutsText } from '../en/payouts.ts';
import type { Translated } from '../translated.ts';

export const payouts: Translated<PayoutsText> = {
  title: (season) => `Dein Preis, ${season}`,
  why: (rank, role) => `Platz deines Stammes: ${rank}; deine Rolle: ${role}.`,
  roles: { chieftain: 'Häuptling', captain: 'Hauptmann', warrior: 'Krieger' },
  status: {
    review: 'In Prüfung',
    held: 'Zurückgehalten',
    planned: 'Wird freigegeben',
    claimable: 'Abholbereit',
    due: 'Wird gesendet',
    sent: 'Wird gesendet',
    failed: 'Wird geprüft',
    paid: 'Gezahlt',
    swept: 'Nicht rechtzeitig abgeholt',
    forfeited: 'Verloren',
  },
  say: {
    review: (at) =>
      `Gegen die Ergebnisse kann bis ${at} etwas eingewandt werden. Danach geben zwei Menschen die Preise frei. Du musst nichts tun.`,
    held: 'Jemand muss sich diesen Preis ansehen, bevor er gezahlt wird. Schreib dem Support, wenn du nicht weißt, warum.',
    planned: 'Zwei Menschen geben die Preise frei, dann kannst du deinen hier abholen. Noch musst du nichts tun.',
    claimable: (at) => `Er wartet im Vertrag auf dich. Hol ihn vor ${at} ab; danach ist er weg.`,
    due: 'Er wird an dein Wallet überwiesen. Du musst nichts tun.',
    sent: 'Er wird an dein Wallet überwiesen. Du musst nichts tun.',
    failed: 'Die Überweisung ist nicht durchgegangen. Menschen sehen es sich an; dein Preis ist nicht verloren.',
    paid: (at) => `Er ist seit ${at} in deinem Wallet.`,
    swept: 'Die Frist zum Abholen ist vorbei. Der Vertrag hat ihn der Kasse gegeben.',
  },
  forfeited: {
    fee_returned:
      'Das Startgeld dieser Saison ging zurück, darum gibt es keinen Preis. Er kam in den Preistopf der nächsten bezahlten Saison.',
    banned:
      'Dein Konto ist ausgeschlossen, darum gibt es keinen Preis. Er kam in den Preistopf der nächsten bezahlten Saison.',
    unpayable: 'Dein Wallet konnte nicht bezahlt werden. Der Preis kam in den Preistopf der nächsten bezahlten Saison.',
  },
  to: 'Gezahlt an',
  onlyTo: 'Jedes Konto kann die Transaktion senden und zahlt ihre Netzgebühr. Der Preis geht allein an dein Wallet.',
  claim: 'Abholen',
  claimAgain: 'Noch einmal abholen',
  onItsWay: 'Unterwegs. Er zählt als gezahlt, sobald der Block endgültig ist.',
  failedBefore: 'Zeigt dein Wallet die Transaktion als gescheitert oder verworfen, hol ihn noch einmal ab.',
  transaction: 'Transaktion',
  details: 'Nachweis',
  contract: 'Vertrag',
  season: 'Saison im Vertrag',
  proof: 'Nachweis deines Platzes in der Liste',
  proofAlone: 'Leer: In der Liste stehst nur du.',
  earlier: (n) => `Frühere Preise: ${n}`,
  receipt: 'Beleg (JSON)',
  offline: 'Keine Verbindung. Abholen ruht, bis sie wieder da ist.',
};
