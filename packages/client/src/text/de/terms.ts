import type { TermsText } from '../en/terms.ts';
import type { Translated } from '../translated.ts';

export const terms: Translated<TermsText> = {
  title: 'Bedingungen für Saisons mit Startgeld',
  version: (date) => `Fassung vom ${date}`,
  lead: 'Womit du einverstanden bist, wenn du Startgeld zahlst, in einfachen Worten. Kostenlose Saisons kosten nichts und haben keine Preise.',
  notPromisedTitle: 'Was nicht versprochen wird',
  notPromised: [
    'Dass du etwas gewinnst. Nur Mitglieder der zehn besten Stämme bekommen einen Preis, und bei wenigen Spielern kann ein Preis kleiner sein als das Startgeld.',
    'Dass der Beitritt eine Geldanlage ist. Er kauft einen Platz in einem Spiel und sonst nichts; es gibt keine Zinsen, keinen Anteil, keinen Token.',
    'Dass ein USDT einen Dollar wert ist oder die Firma dahinter ihn auszahlt. Beides haben wir nicht in der Hand.',
    'Dass das Spiel nie stillsteht. Saisons laufen nach ihren Zeiten weiter, auch wenn der Server, dein Anbieter oder das Netz ausfällt. Befehle, die nicht ankamen, werden nicht nachgeholt.',
    'Dass dein Stamm dich gut behandelt. Die Führung eines Stammes kann Mitglieder in der ersten Hälfte der Saison fortschicken.',
  ],
  sections: [
    [
      'Wer mitspielen darf',
      [
        'Du bist mindestens 18 Jahre alt, und bezahlte Spiele mit Geschick und Glück sind dort erlaubt, wo du bist. Wo wir wissen, dass sie es nicht sind, wird kein Startgeld genommen.',
        'Ein Mensch hat einen Platz in einer Saison. Der Platz gehört dem Wallet, das sich angemeldet hat; wer dessen Schlüssel hat, spielt und bekommt den Preis.',
      ],
    ],
    [
      'Was das Startgeld ist',
      [
        'Das Startgeld beträgt 25 USDT oder mit Karte 25 US-Dollar. 21,25 davon gehen in den Preistopf der Saison, 3,75 sind unsere Gebühr. Netzgebühren deines Wallets kommen dazu und gehen an das Netz.',
        'Geld, das keinen Beitritt bewirkt, etwa doppelt oder zu spät gezahltes, geht ganz zurück, auf dem Weg, auf dem es kam.',
      ],
    ],
    [
      'Wann es zurückgeht',
      [
        'Bei weniger als 24 Spielern zum Start, wenn es am Ende keinen Stamm mehr gibt, oder wenn wir eine Saison absagen müssen, bekommen alle das ganze Startgeld so zurück, wie sie es gezahlt haben. Du musst dafür nichts tun.',
        'Sonst wird das Startgeld nicht erstattet: nicht, wenn du verlierst, deinen Stamm verlässt oder aufhörst.',
        'Holt deine Bank eine Kartenzahlung zurück, ruht dein Platz, bis das entschieden ist, und ist verloren, wenn die Bank das Geld behält.',
      ],
    ],
    [
      'Die Preise',
      [
        'Der ganze Topf wird ausgezahlt. Wie er geteilt wird, steht vor dem Bezahlen auf der Seite der Saison und ändert sich danach nicht mehr.',
        'Nach dem Ende wird 48 Stunden lang geprüft. Ein Preis kann zurückgehalten werden, solange ein Verstoß gegen die Regeln untersucht wird.',
        'Preise werden in USDT an das Wallet gezahlt, das gespielt hat, auch wenn mit Karte bezahlt wurde. Du holst deinen auf der Seite der Saison ab; die Frist dafür steht dort und beträgt mindestens 30 Tage. Was in dieser Zeit niemand abholt, bleibt bei uns.',
        'Ein Preis geht verloren, wenn sein Startgeld endgültig zurückging, wenn sein Gewinner ausgeschlossen ist und 14 Tage niemand widersprach oder der Einspruch beantwortet ist, oder wenn das Wallet nicht bezahlt werden kann. Er geht nicht an uns: Er kommt in den Preistopf der bezahlten Saison, die als nächste endet.',
        'Steuern auf Preise zahlst du selbst.',
      ],
    ],
    [
      'Glück und Fairness',
      [
        'Das meiste entscheidet Können; Glück verschiebt jeden Kampf um höchstens 10 %. Das Glück einer Saison steht fest, bevor die Anmeldung öffnet, und wird am Ende veröffentlicht, sodass jeder alle Kämpfe nachrechnen kann.',
        'Mit mehreren Konten spielen, Programme spielen lassen und Ergebnisse absprechen ist gegen die Regeln. Über solche Fälle entscheiden Menschen; wer ausgeschlossen wird, kann vor der Auszahlung um eine neue Prüfung bitten.',
      ],
    ],
    [
      'Was über dich bekannt ist',
      [
        'Die Adresse deines Wallets, dein Name im Spiel, was du darin tust, was du gezahlt hast, und dass du diesen Text bestätigt hast. Kartennummern bleiben bei Stripe. Was im Netz steht, ist für immer öffentlich.',
      ],
    ],
  ],
  back: 'Zum Startgeld',
};
