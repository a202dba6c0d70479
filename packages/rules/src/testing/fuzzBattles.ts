/** Random battles from a seed, for comparing machines: all that came out, as one hash. */
import { type BattleInput, resolveBattle } from '../battles/resolve.ts';
import { bytesToHex, type DrawStream, drawStream, sha256Bytes, utf8Bytes } from '../core/random.ts';
import { type Army, armyOf, FORMATIONS, TERRAINS } from '../core/units.ts';

/** Up to armies whose powers leave the safe range of numbers in between. */
const MOST = [3, 50, 1_000, 20_000] as const;

export interface FuzzResult {
  battles: number;
  attackerWins: number;
  /** Hash over all outcomes as they came, and over those of inputs and outcomes that went through JSON. */
  hash: string;
  hashAfterJson: string;
}

export function fuzzBattles(seed: string, battles: number): FuzzResult {
  const stream = drawStream(sha256Bytes(utf8Bytes(seed)), 'fuzz');
  let hash = '';
  let hashAfterJson = '';
  let attackerWins = 0;
  for (let n = 0; n < battles; n++) {
    const input = randomInput(stream);
    const varianceBp = stream.int(2_001) - 1_000;
    const outcome = resolveBattle(input, varianceBp);
    if (outcome.winner === 'attacker') attackerWins++;
    hash = chain(hash, JSON.stringify(outcome));
    const again = resolveBattle(JSON.parse(JSON.stringify(input)) as BattleInput, varianceBp);
    hashAfterJson = chain(hashAfterJson, JSON.stringify(JSON.parse(JSON.stringify(again))));
  }
  return { battles, attackerWins, hash, hashAfterJson };
}

const chain = (before: string, text: string): string => bytesToHex(sha256Bytes(utf8Bytes(before + text)));

function randomInput(stream: DrawStream): BattleInput {
  const most = MOST[stream.int(MOST.length)] as number;
  const army = (): Army => armyOf(stream.int(most), stream.int(most), stream.int(most), stream.int(most));
  const formation = () => FORMATIONS[stream.int(FORMATIONS.length)] as (typeof FORMATIONS)[number];
  const attacking = army();
  attacking.militia += 1;
  return {
    rulesetId: 'season1',
    terrain: TERRAINS[stream.int(TERRAINS.length)] as (typeof TERRAINS)[number],
    attacker: { army: attacking, formation: formation(), workshopLevel: 1 + stream.int(10) },
    defender: {
      formation: formation(),
      contributors: Array.from({ length: stream.int(6) }, (_, index) => ({
        userId: `player ${index}`,
        units: army(),
        workshopLevel: 1 + stream.int(10),
      })),
    },
    siegeFatigueBp: stream.int(8) * 1_000,
  };
}
