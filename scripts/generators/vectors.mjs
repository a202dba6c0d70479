import { inRoot } from '../lib/paths.mjs';

const dist = (file) => import(inRoot(`packages/rules/dist/${file}.js`));
const TERRAINS = ['castle', 'forest', 'hills', 'river', 'plains'];
const FORMATIONS = ['offensive', 'balanced', 'defensive'];
const ROLES = ['chieftain', 'captain', 'captain', ...Array.from({ length: 9 }, () => 'warrior')];

/** What every implementation of docs/FAIRNESS.md has to come to: draws, battles, prize splits. The same file for the same rules. */
export const vectorsGenerator = {
  name: 'fairness vectors',
  file: inRoot('docs/fairness-vectors.generated.json'),
  async make() {
    const { drawStream, sha256Bytes, utf8Bytes, bytesToHex } = await dist('core/random');
    const stream = drawStream(sha256Bytes(utf8Bytes('cryptotribes vectors 1')), 'vectors');
    const below = (n) => stream.int(n);
    const hex = (bytes) => Array.from({ length: bytes }, () => below(256).toString(16).padStart(2, '0')).join('');
    const tools = { below, hex };
    const battles = [];
    for (let n = 0; n < 100; n++) battles.push(await battle(tools, n));
    const prizes = [];
    for (let n = 0; n < 50; n++) prizes.push(await prize(tools));
    const draws = [];
    for (const bound of [1, 2, 6, 100, 2_001, 20_001, 65_536, 1_000_003, 2_147_483_649, 4_294_967_296]) {
      const [seed, label] = [hex(32), ['variance', 'label', ''][below(3)]];
      const drawn = drawStream(Uint8Array.from(Buffer.from(seed, 'hex')), label);
      draws.push({ seed, label, bound, values: Array.from({ length: 20 }, () => drawn.int(bound)) });
    }
    const chain = await chainExample();
    // After all others, so that they stay as they were.
    const beaconBattles = [];
    for (let n = 0; n < 10; n++) beaconBattles.push(await battle(tools, n, await publishedRound(n)));
    const sections = { draws, battles, beaconBattles, prizes, chain };
    // One vector a line: readable, and small in a comparison of versions.
    const parts = Object.entries(sections).map(
      ([name, list]) => `  "${name}": [\n${list.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`,
    );
    return `{\n${parts.join(',\n')}\n}\n`;

    async function chainExample() {
      const { CHAIN_START, chainLine } = await dist('verify/record');
      const first = chainLine(CHAIN_START, {
        t: 'tribe',
        id: '0'.repeat(24),
        name: 'Über',
        founded: 1,
        dissolved: null,
      });
      const second = chainLine(first.hash, { t: 'end', lines: 1 });
      return [first, second].map(({ text, hash }) => ({ line: text, hash: bytesToHex(Buffer.from(hash, 'hex')) }));
    }
  },
};

/** Rounds that drand's chain quicknet published in 2023, and an order that had to name each of them. */
const PUBLISHED = [
  [1000, 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'],
  [1001, 'b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41'],
  [1002, 'ab066f9c12dd6de1336fca0f925192fb0c72a771c3e4c82ede1fd362c1a770f9eb05843c6308ce2530b53a99c0281a6e'],
];
async function publishedRound(n) {
  const { QUICKNET, roundRandomness, roundStartMs } = await dist('beacon/rounds');
  const { bytesToHex } = await dist('core/random');
  const [round, signature] = PUBLISHED[n % PUBLISHED.length];
  const accepted = roundStartMs(QUICKNET, round) - 1 - ((n * 331) % QUICKNET.periodMs);
  return { round, signature, accepted, randomness: bytesToHex(roundRandomness(Buffer.from(signature, 'hex'))) };
}

async function battle({ below, hex }, n, beacon = null) {
  const { battleSteps } = await dist('verify/checkBattle');
  const army = (most) => [below(most), below(most), below(most), below(most)];
  const kind = n % 5 === 3 ? 'village' : n % 5 === 4 ? 'camp' : 'territory';
  const most = [3, 40, 200, 5_000][below(4)];
  const attacking = army(most);
  if (attacking.every((count) => count === 0)) attacking[below(4)] = 1;
  const { territoryInfo } = await dist('territories/map');
  const { season1 } = await dist('rulesets/season1');
  const target = kind === 'territory' ? 1 + below(50) : kind === 'camp' ? 1 + below(10) : hex(12);
  const wild = kind === 'territory' && below(3) === 0;
  const parts = kind === 'camp' || wild ? 0 : kind === 'village' ? 1 : below(5);
  const contributors = Array.from({ length: parts }, () => ({
    user: kind === 'village' ? target : hex(12),
    units: army(most),
    workshop: 1 + below(10),
  }));
  const { toCounts } = await dist('verify/record');
  const defenderArmy =
    kind === 'camp'
      ? toCounts(season1.raids.camps[target - 1].army)
      : wild
        ? army(40)
        : [0, 1, 2, 3].map((unit) => contributors.reduce((sum, { units }) => sum + units[unit], 0));
  const line = {
    t: 'battle',
    id: hex(12),
    kind,
    target,
    order: 1 + below(1_000),
    status: 'completed',
    attacker: hex(12),
    tribe: kind === 'territory' || below(2) === 0 ? hex(12) : null,
    army: attacking,
    formation: FORMATIONS[below(3)],
    workshop: 1 + below(10),
    terrain: kind === 'territory' ? territoryInfo(target).terrain : 'plains',
    clientSeed: hex(16),
    accepted: 1_790_000_000_000 + below(864_000_000),
    decided: 1_791_000_000_000,
  };
  if (beacon !== null) Object.assign(line, { accepted: beacon.accepted, round: beacon.round });
  const fight = {
    defenderTribe: kind === 'territory' && !wild ? hex(12) : null,
    defenderArmy,
    defenderFormation: kind === 'camp' ? 'balanced' : FORMATIONS[below(3)],
    contributors: contributors.map((part) => ({ ...part, losses: [0, 0, 0, 0], vp: 0 })),
  };
  const setting = {
    seasonId: hex(12),
    rulesetId: 'season1',
    speed: 1,
    secret: hex(32),
    fatigueBp: kind === 'territory' && !wild ? below(8) * 1_000 : 0,
    repeatIndex: kind === 'camp' || wild ? 0 : below(8),
    captureBonusEligible: kind === 'territory' && below(2) === 0,
    beacon,
  };
  const steps = battleSteps({ ...setting, secret: Uint8Array.from(Buffer.from(setting.secret, 'hex')) }, line, fight);
  const { outcome, points } = steps;
  if (!TERRAINS.includes(line.terrain)) throw new Error('unknown terrain');
  return {
    season: setting.seasonId,
    secret: setting.secret,
    ...line,
    ...(beacon === null ? {} : { signature: beacon.signature }),
    t: undefined,
    decided: undefined,
    status: undefined,
    tier: kind === 'territory' ? territoryInfo(target).tier : null,
    defenderArmy,
    defenderFormation: fight.defenderFormation,
    contributors,
    fatigueBp: setting.fatigueBp,
    repeatIndex: setting.repeatIndex,
    captureBonusEligible: setting.captureBonusEligible,
    expected: {
      ordersHash: steps.ordersHash,
      seed: steps.seed,
      varianceBp: steps.varianceBp,
      winner: outcome.winner,
      power: [outcome.attackerPower, outcome.defenderPower],
      finalPower: [outcome.attackerFinalPower, outcome.defenderFinalPower],
      steps: [outcome.steps.attacker, outcome.steps.defender],
      losses: [toCounts(outcome.attackerLosses), toCounts(outcome.defenderLosses)],
      contributorLosses: parts === 0 ? [] : outcome.contributorLosses.map(({ losses }) => toCounts(losses)),
      vp: [points.attacker, points.defender],
      contributorVp: points.contributorVp.map(({ vp }) => vp),
      breakdown: points.breakdown,
    },
  };
}

async function prize({ below }) {
  const { prizeTribes, splitPrizes } = await dist('prizes/split');
  const { season1 } = await dist('rulesets/season1');
  const tribes = Array.from({ length: 1 + below(14) }, (_, index) => {
    const roles = ROLES.slice(0, below(8) === 0 ? 0 : 1 + below(12));
    return { totalVp: below(6) === 0 ? 0 : 10_000 - index, roles };
  }).sort((a, b) => b.totalVp - a.totalVp);
  const poolMicro = below(2) === 0 ? 21_250_000 * (24 + below(1_000)) : 1 + below(2 ** 31);
  const ranked = tribes.map(({ totalVp, roles }, index) => ({
    tribeId: String(index),
    totalVp,
    members: roles.map((role, seat) => ({ userId: `${index}.${seat}`, role })),
  }));
  const amounts = splitPrizes(season1, poolMicro, prizeTribes(ranked)).map((split) => ({
    tribe: Number(split.tribeId),
    members: split.members.map(({ amountMicro }) => amountMicro),
  }));
  return { poolMicro, tribes, amounts };
}
