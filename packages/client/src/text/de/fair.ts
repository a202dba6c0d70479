import type { FairText } from '../en/fair.ts';
import type { Translated } from '../translated.ts';
import { plural } from './plural.ts';

export const fair: Translated<FairText> = {
  title: 'Prüf das Glück selbst nach',
  lead: 'Dein Browser holt alles, was von einer Saison aufgezeichnet ist, und rechnet es nach: jeden Kampf, jede Stunde, die Rangliste, die Preise. Du musst nichts glauben außer der Rechnung auf diesem Gerät.',
  choose: 'Saison',
  check: 'Diese Saison prüfen',
  again: 'Noch einmal prüfen',
  stop: 'Anhalten',
  file: 'Oder prüf eine Datei, die du aufgehoben hast',
  running: (n, done, of) => `${done} von ${of} ${plural(n, 'Kampf', 'Kämpfen')} nachgerechnet`,
  starting: 'Die Datei der Saison wird geholt …',
  ok: (n, battles, hours) =>
    `Alles ist so, wie es die Regeln und das veröffentlichte Geheimnis ergeben: ${battles} ${plural(n, 'Kampf', 'Kämpfe')} und ${hours} Stunden mit Punkten, auf die Einheit genau.`,
  bad: (n, differences) =>
    `${differences} ${plural(n, 'Abweichung', 'Abweichungen')}: Das ist nicht die Saison, die Regeln und Geheimnis ergeben.`,
  badHelp: 'Heb die Datei auf und zeig sie anderen. Jede Abweichung ist mit ihrer Zeile genannt.',
  more: (n) => `Und ${n} weitere.`,
  line: (n) => `Zeile ${n}`,
  whole: 'Ganze Datei',
  failed: 'Die Datei konnte nicht geprüft werden.',
  fingerprint: 'Fingerabdruck der Datei: Wer denselben hat, hat dasselbe geprüft.',
  download: 'Datei herunterladen',
  twin: 'Dasselbe in einem Terminal',
  none: 'Noch ist keine Saison vorbei. Wenn eine endet, werden hier ihr Geheimnis und ihre Datei veröffentlicht.',
  commitment: 'Vor dem Start der laufenden Saison festgelegt (SHA-256 ihres Geheimnisses)',
  toSeason: 'Zur Saison',
  loading: 'Saisons werden geladen …',
  howTitle: 'Wie das Glück entsteht',
  how: [
    'Vor der Anmeldung zieht der Server ein Geheimnis und veröffentlicht dessen SHA-256. Danach lässt es sich nicht mehr ändern.',
    'Dein Befehl trägt eine lückenlose Nummer und 16 Bytes von deinem eigenen Gerät.',
    'Geheimnis, Heere, Formationen, Gelände, Nummer und deine Bytes ergeben zusammen den Startwert des Kampfes (HMAC-SHA256).',
    'Der Startwert ergibt einen von 2.001 gleich wahrscheinlichen Werten von −10 % bis +10 %. Mehr Glück gibt es nicht.',
    'Am Ende wird das Geheimnis veröffentlicht, und jeder kann alles nachrechnen.',
  ],
  howBeacon: [
    'Dein Befehl nennt die nächste Runde einer öffentlichen Zufallsquelle (drand): eine Zahl, die Sekunden später kommt und die vorher niemand kennen kann, auch wir nicht.',
    'Der Kampf wartet auf diese Runde. Ist sie zehn Minuten nach ihrer Zeit nicht da, wird nicht gekämpft, und alles kommt zurück.',
  ],
  beaconKey: 'Schlüssel ihrer öffentlichen Zufallsquelle',
  beacon: (n, rounds) =>
    `${rounds} ${plural(n, 'Runde', 'Runden')} der öffentlichen Zufallsquelle drand, jede mit gültiger Unterschrift.`,
  foreignBeacon: (n, rounds) =>
    `${rounds} ${plural(n, 'Runde', 'Runden')} einer Zufallsquelle, die nicht drand ist, jede mit gültiger Unterschrift: Wer ihren Schlüssel hat, könnte sie vorher kennen.`,
  beaconVoid: (n, orders) =>
    `${orders} ${plural(n, 'Befehl wurde', 'Befehle wurden')} nicht ausgefochten, weil eine Runde nie kam.`,
  trustTitle: 'Was du noch glauben musst',
  trust: [
    'Wer dieses Spiel betreibt, kennt das Geheimnis, während die Saison läuft, und könnte das Glück eines Befehls ausrechnen, bevor er gegeben wird. Eine öffentliche Zufallsquelle würde das ausschließen; diese Saison nutzt keine.',
    'Wer dieses Spiel betreibt, könnte einen Kampf warten lassen, bis andere Verteidiger dort stehen. Die Datei zeigt, wie lange jeder gewartet hat.',
    'Gold und Einheiten zu Hause stehen nicht in der Datei. Niemand wird danach gereiht.',
    'Wem die Datenbank gehört, der könnte eine ganz andere Saison ausrechnen. Berichte sind öffentlich, sobald ein Kampf entschieden ist: Ein aufgehobener zeigt es.',
  ],
  trustBeacon: [
    'Wer dieses Spiel betreibt, sagt, wann dein Befehl angenommen wurde. Die Antwort darauf nennt sofort die Runde: Ist sie schon veröffentlicht, stimmt etwas nicht.',
    'Wer dieses Spiel betreibt, könnte behaupten, eine Runde sei nie gekommen. Dann gelten alle Befehle dieser Runde nicht, öffentlich, und drand zeigt die Runde trotzdem.',
  ],
  battle: {
    title: 'Diesen Kampf prüfen',
    start: 'Prüfen',
    why: 'Rechnet den Kampf auf diesem Gerät Schritt für Schritt nach.',
    busy: 'Wird gerechnet …',
    sealed: 'Das Geheimnis der Saison ist noch versiegelt. Komm wieder, wenn die Saison vorbei ist.',
    failed: 'Das Geheimnis konnte nicht geholt werden.',
    ok: 'Auf die Einheit gleich.',
    bad: 'Es weicht ab. Bitte sag uns Bescheid und heb diese Seite auf.',
    inputs: 'Aus',
    output: 'Gerechnet',
    recorded: 'Aufgezeichnet',
    matches: 'stimmt',
    differs: 'weicht ab',
    steps: {
      commitment: 'SHA-256 des Geheimnisses ist, was vor der Saison veröffentlicht war',
      order: 'SHA-256 des Befehls ist, was bei seiner Annahme festgehalten wurde',
      round:
        'Runde der öffentlichen Zufallsquelle: die erste nach dem Befehl, von der Quelle unterschrieben (SHA-256 der Unterschrift)',
      seed: 'Startwert: HMAC-SHA256 des Kampftextes mit dem Geheimnis',
      luck: 'Glück: erste Zahl unter 2.001 aus dem Startwert, weniger 1.000, in hundertstel Prozent',
      attacker: 'Stärke des Angreifers',
      defender: 'Stärke der Verteidigung',
      winner: 'Sieger nach Glück und Belagerungsmüdigkeit',
      attackerLosses: 'Verluste des Angreifers (Miliz/Speerträger/Bogenschützen/Reiter)',
      defenderLosses: 'Verluste der Verteidigung (Miliz/Speerträger/Bogenschützen/Reiter)',
      vp: 'Siegpunkte (Angreifer, Verteidigung)',
    },
  },
};
