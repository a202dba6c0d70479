// How long a season of 100,000 battles takes to be computed again: raids on camps and villages, as a season's file has them.
import { createHmac, randomBytes } from 'node:crypto';
import { bls12_381 } from '@noble/curves/bls12-381';
import { firstRoundAfter, roundRandomness } from '../packages/rules/dist/beacon/rounds.js';
import { roundMessage } from '../packages/rules/dist/beacon/signatures.js';
import { bytesToHex, sha256Bytes } from '../packages/rules/dist/core/random.js';
import { subtractArmies } from '../packages/rules/dist/core/units.js';
import { season1 } from '../packages/rules/dist/rulesets/season1.js';
import { npcGarrison } from '../packages/rules/dist/territories/npc.js';
import { battleSteps, hashOf, orderTextOf } from '../packages/rules/dist/verify/checkBattle.js';
import { CHAIN_START, chainLine, toCounts } from '../packages/rules/dist/verify/record.js';
import { Timeline } from '../packages/rules/dist/verify/timeline.js';
import { SeasonVerifier } from '../packages/rules/dist/verify/verifySeason.js';

const PLAYERS = 1_000;
const HOUR_MS = 3_600_000;
const START_MS = 1_790_000_000_000;
const id = (n) => n.toString(16).padStart(24, '0');

/** A beacon with a key of its own. */
const BEACON_KEY = '2f'.repeat(32);
const DST = { DST: 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_' };
const beaconOf = () => ({
  publicKey: bytesToHex(bls12_381.getPublicKeyForShortSignatures(BEACON_KEY)),
  genesisMs: 1_700_000_000_000,
  periodMs: 3_000,
});

/** A sound file with this many battles; with a beacon each of them waits for a round of its own. */
export function* seasonFile(battles, withBeacon = false) {
  const secret = new Uint8Array(randomBytes(32));
  const season = {
    t: 'season',
    format: 1,
    id: id(1),
    number: 1,
    name: 'Bench',
    ruleset: 'season1',
    speed: 1,
    start: START_MS,
    end: START_MS + 240 * HOUR_MS,
    tribesAtStart: 30,
    entryFeeMicro: 0,
    poolMicro: 0,
    battles,
    commitment: bytesToHex(sha256Bytes(secret)),
    secret: bytesToHex(secret),
    ...(withBeacon ? { beacon: beaconOf() } : {}),
  };
  let hash = CHAIN_START;
  let lines = 0;
  const write = (line) => {
    const next = chainLine(hash, line);
    hash = next.hash;
    lines++;
    return next.text;
  };
  yield write(season);
  const orders = new Map();
  const player = (n) => id(1_000 + (n % PLAYERS));
  const queueOf = (n) => (n % 3 === 0 ? `village:${player(n * 7 + 1)}` : `camp:${player(n)}`);
  for (let n = 0; n < battles; n++) orders.set(queueOf(n), (orders.get(queueOf(n)) ?? 0) + 1);
  for (let n = 0; n < PLAYERS; n++) {
    const count = (kind) => orders.get(`${kind}:${player(n)}`) ?? 0;
    yield write({
      t: 'player',
      id: player(n),
      raidOrders: count('village'),
      campOrders: count('camp'),
      paid: false,
      held: false,
    });
  }
  for (let no = 1; no <= 50; no++)
    yield write({ t: 'territory', no, orders: 0, owner: null, wild: toCounts(npcGarrison(season1, no, 30).units) });
  const timeline = new Timeline(season1, 1);
  const scores = new Map();
  orders.clear();
  let hour = 0;
  for (let n = 0; n < battles; n++) {
    const decided = START_MS + Math.floor((n / battles) * 239 * HOUR_MS) + 4_000;
    while (START_MS + (hour + 1) * HOUR_MS < decided) yield write({ t: 'tick', n: ++hour, credits: [] });
    const round = withBeacon ? firstRoundAfter(season.beacon, decided - 3_001) : null;
    let randomness = null;
    if (round !== null) {
      const signature = bytesToHex(bls12_381.signShortSignature(roundMessage(round), BEACON_KEY, DST));
      randomness = bytesToHex(roundRandomness(Uint8Array.from(Buffer.from(signature, 'hex'))));
      yield write({ t: 'round', n: round, signature, givenUp: null, orders: 1 });
    }
    const line = raid(n, { season, secret, player, queueOf, orders, timeline, decided, round, randomness });
    const { fight } = line;
    for (const [user, , vp] of fight.moves) {
      const score = scores.get(user) ?? { vp: 0, reached: 0 };
      scores.set(user, { vp: score.vp + vp, reached: decided });
    }
    yield write(line);
  }
  while (hour < 240) yield write({ t: 'tick', n: ++hour, credits: [] });
  const ranked = Array.from({ length: PLAYERS }, (_, n) => ({
    user: player(n),
    ...(scores.get(player(n)) ?? { vp: 0, reached: 0 }),
  }));
  ranked.sort((a, b) => b.vp - a.vp || a.reached - b.reached || (a.user < b.user ? -1 : 1));
  for (const [index, { user, vp, reached }] of ranked.entries())
    yield write({ t: 'rank', board: 'players', rank: index + 1, tribe: null, user, vp, territories: null, reached });
  yield write({ t: 'end', lines });
}

function raid(n, { season, secret, player, queueOf, orders, timeline, decided, round, randomness }) {
  const queue = queueOf(n);
  const order = (orders.get(queue) ?? 0) + 1;
  orders.set(queue, order);
  const isCamp = queue.startsWith('camp');
  const level = 1 + (n % 10);
  const units = isCamp ? toCounts(season1.raids.camps[level - 1].army) : [30 + (n % 50), 10, n % 40, 5];
  const line = {
    t: 'battle',
    id: id(1_000_000 + n),
    kind: isCamp ? 'camp' : 'village',
    target: isCamp ? level : queue.slice(8),
    order,
    status: 'completed',
    attacker: player(n),
    tribe: null,
    army: [40 + (n % 60), 20, 10 + (n % 30), 15],
    formation: ['offensive', 'balanced', 'defensive'][n % 3],
    workshop: 1,
    terrain: 'plains',
    clientSeed: createHmac('sha256', 'bench').update(String(n)).digest('hex').slice(0, 32),
    accepted: round === null ? decided - 1 : decided - 3_001,
    ...(round === null ? {} : { round }),
    decided,
  };
  line.ordersHash = hashOf(orderTextOf(season.id, line));
  const contributors = isCamp ? [] : [{ user: line.target, units, workshop: 1, losses: [0, 0, 0, 0], vp: 0 }];
  const fight = { defenderTribe: null, defenderArmy: units, defenderFormation: 'balanced', contributors };
  const repeatIndex = timeline.repeatIndex(line, fight);
  const setting = {
    seasonId: season.id,
    rulesetId: 'season1',
    speed: 1,
    secret,
    fatigueBp: 0,
    repeatIndex,
    captureBonusEligible: false,
    beacon: round === null ? null : { round, randomness },
  };
  const { seed, varianceBp, outcome, points } = battleSteps(setting, line, fight);
  const home = subtractArmies(
    { militia: line.army[0], spearman: line.army[1], archer: line.army[2], cavalry: line.army[3] },
    outcome.attackerLosses,
  );
  for (const [index, part] of contributors.entries()) {
    part.losses = toCounts(outcome.contributorLosses[index].losses);
    part.vp = points.contributorVp[index].vp;
  }
  line.fight = {
    seed,
    varianceBp,
    ...fight,
    defender: isCamp ? null : line.target,
    fatigueBp: 0,
    power: [outcome.attackerPower, outcome.defenderPower],
    finalPower: [outcome.attackerFinalPower, outcome.defenderFinalPower],
    steps: [outcome.steps.attacker, outcome.steps.defender],
    winner: outcome.winner,
    losses: [toCounts(outcome.attackerLosses), toCounts(outcome.defenderLosses)],
    captured: false,
    captureBonus: false,
    repeatIndex,
    vp: [points.attacker, points.defender],
    breakdown: points.breakdown,
    moves: [
      ...(points.attacker > 0 ? [[line.attacker, null, points.attacker]] : []),
      ...contributors.filter(({ vp }) => vp > 0).map(({ user, vp }) => [user, null, vp]),
    ],
    gold: isCamp && outcome.winner === 'attacker' ? season1.raids.camps[level - 1].lootGold : 0,
    garrison: [0, 0, 0, 0],
    home: toCounts(home),
    truceUntil: null,
  };
  timeline.add(line, line.fight);
  return line;
}

/** Seconds and memory of computing the file again, apart from making it. */
export function measureVerify({ battles = 100_000, withBeacon = false } = {}) {
  const verifier = new SeasonVerifier();
  let ms = 0;
  let cpuMicros = 0;
  let most = 0;
  let batch = [];
  const take = () => {
    const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
    for (const line of batch) verifier.line(line);
    ms += performance.now() - startedAt;
    cpuMicros += process.cpuUsage(cpu).user;
    most = Math.max(most, process.memoryUsage().heapUsed);
    batch = [];
  };
  for (const line of seasonFile(battles, withBeacon)) {
    batch.push(line);
    if (batch.length === 1_000) take();
  }
  take();
  const verdict = verifier.finish();
  if (!verdict.ok) throw new Error(JSON.stringify(verdict.problems.slice(0, 5)));
  return {
    battles: verdict.battles,
    seconds: ms / 1_000,
    cpuSeconds: cpuMicros / 1e6,
    perSecond: Math.round(battles / (ms / 1_000)),
    heapMb: Math.round(most / 1e6),
  };
}
