// From "attack accepted" (202 at the attacker) to `battle_completed` at attacker and defender, at a steady rate, over a real server and sockets.
import { openSocket } from './lib/rawSocket.mjs';
import { quantiles } from './lib/stats.mjs';

const ARMY = { militia: 20, spearman: 10, archer: 10, cavalry: 5 };
const SEATS = 12;
const FIFTHS = 5;
const PATIENCE_MS = 15_000;

/** The second captain of every tribe attacks, the chieftain holds the land: those of the first `most` tribes are connected. */
export async function openSides(server, most = server.tribes) {
  const arrivals = new Map();
  const sides = [];
  const attackers = [];
  for (let tribe = 0; tribe < Math.min(most, server.tribes); tribe++) {
    const attacker = { n: tribe * SEATS + 2, token: server.tokens[tribe * SEATS + 2] };
    for (const n of [tribe * SEATS, attacker.n]) {
      const side = n === attacker.n ? 'attacker' : 'defender';
      const onText = (text) => {
        if (!text.startsWith('42["battle_completed"')) return;
        const id = /"battleId":"([0-9a-f]{24})"/.exec(text)?.[1];
        const seen = arrivals.get(id) ?? {};
        seen[side] ??= performance.now();
        arrivals.set(id, seen);
      };
      sides.push(await openSocket({ url: server.url, token: server.tokens[n], onText }));
    }
    attackers.push({ ...attacker, tribe: tribe + 1 });
  }
  const close = () => {
    for (const side of sides) side.close();
  };
  return { arrivals, attackers, close };
}

const isOwn = ({ ownerTribeId }, { tribe }) => ownerTribeId.endsWith(tribe.toString(16).padStart(8, '0'));

/** One rate for `seconds`: times in ms by fifths, what was answered, what was queued at the end and never told. */
export async function attacksAt(server, { arrivals, attackers }, { rate, seconds, land }) {
  const accepted = [];
  const answers = {};
  const total = Math.round(rate * seconds);
  const startedAt = performance.now();
  const jobs = [];
  for (let i = 0; i < total; i++) {
    const wait = startedAt + (i * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const place = (i * 13) % land.length;
    const target = land[place];
    // Nobody attacks the own land, and nobody more than a few territories at once.
    const isAlone = land.length === 1;
    let at = isAlone ? i : place + 5;
    if (isOwn(target, attackers[at % attackers.length])) at++;
    const attacker = attackers[at % attackers.length];
    jobs.push(attack(attacker.token, target.id, i));
  }
  await Promise.all(jobs);
  const queued = await server.ask('queued');
  const deadline = performance.now() + PATIENCE_MS;
  const isTold = ({ id }) => arrivals.get(id)?.attacker !== undefined && arrivals.get(id)?.defender !== undefined;
  while (!accepted.every(isTold) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const told = accepted.filter(isTold);
  const parts = Array.from({ length: FIFTHS }, (_, fifth) =>
    told
      .filter(({ i }) => Math.floor((i * FIFTHS) / total) === fifth)
      .map(({ id, at }) => Math.max(0, Math.max(arrivals.get(id).attacker, arrivals.get(id).defender) - at)),
  ).filter((times) => times.length > 0);
  return { fifths: parts.map(quantiles), answers, battles: told.length, lost: accepted.length - told.length, queued };

  async function attack(token, territoryId, i) {
    const response = await fetch(`${server.url}/v1/battles/attack-territory`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ territoryId, army: ARMY, formation: 'balanced' }),
    });
    const at = performance.now();
    const body = await response.json();
    const code = response.status === 202 ? 'accepted' : (body.error?.code ?? String(response.status));
    answers[code] = (answers[code] ?? 0) + 1;
    if (response.status === 202) accepted.push({ id: body.data.battleId, at, i });
  }
}
