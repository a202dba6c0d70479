// One process of a crowd: its connections, the times of stamped news (the text of a "saga" is the sender's steady clock in ns), and for
// every stream the number that came last.
import { addressOf, openSocket } from './rawSocket.mjs';

const url = process.argv[2];
const AT_ONCE = 40;
/** In a storm everybody comes at once, but one process has only so many requests in its hands. */
const STORM_AT_ONCE = 200;
const members = [];
let latencies = [];

async function inBatches(list, atOnce, work) {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(atOnce, list.length) }, async () => {
      while (next < list.length) await work(list[next++]);
    }),
  );
}

async function connect(member) {
  // Ten times, with a pause: as clients do that find the door crowded.
  for (let tries = 1; ; tries++) {
    try {
      member.early = [];
      member.ready = false;
      const { hello, close } = await openSocket({
        url,
        token: member.token,
        localAddress: addressOf(member.n),
        onText: (text) => hear(member, text),
      });
      Object.assign(member, { hello, close });
      return;
    } catch (error) {
      if (tries === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * tries * (0.5 + Math.random())));
    }
  }
}

/** "saga" with a stamp is what is measured; of everything the number is noted. */
function hear(member, text) {
  const stamp = /"text":"@(\d+)"/.exec(text);
  if (stamp) latencies.push(Number(process.hrtime.bigint() - BigInt(stamp[1])) / 1e6);
  const seq = /"stream":"(me|season)","seq":(\d+)/.exec(text);
  if (!seq) return;
  if (member.ready) take(member, seq[1], Number(seq[2]));
  else member.early.push([seq[1], Number(seq[2])]);
}

function take(member, stream, seq) {
  const last = member.last[stream];
  // What was fetched may still arrive by the socket: the game's client drops it by its number, too.
  if (seq <= last) member.doubled += seq > (member.fetchedTo?.[stream] ?? 0) ? 1 : 0;
  else member.lost += seq - last - 1;
  member.last[stream] = Math.max(last, seq);
}

/** As the game's own client: what the greeting is ahead of us is fetched, what came meanwhile is taken after it. */
async function catchUp(member) {
  for (const stream of ['me', 'season']) {
    while (member.last[stream] < member.hello.seq[stream]) {
      const response = await fetch(`${url}/v1/events?stream=${stream}&after=${member.last[stream]}&limit=200`, {
        headers: { authorization: `Bearer ${member.token}` },
      });
      const { data } = await response.json();
      if (!data || data.events.length === 0) break;
      for (const event of data.events) {
        take(member, stream, event.seq);
        member.fetchedTo = { ...member.fetchedTo, [stream]: event.seq };
        member.fetched++;
      }
    }
  }
  member.ready = true;
  for (const [stream, seq] of member.early) if (seq > member.last[stream]) take(member, stream, seq);
}

const tasks = {
  add: async ({ players }) => {
    const fresh = players.map((player) => ({ ...player, last: null, lost: 0, doubled: 0, fetched: 0 }));
    await inBatches(fresh, AT_ONCE, async (member) => {
      await connect(member);
      member.last = { ...member.hello.seq };
      member.ready = true;
      for (const [stream, seq] of member.early) if (seq > member.last[stream]) take(member, stream, seq);
    });
    members.push(...fresh);
  },
  takeLatencies: () => {
    const taken = latencies;
    latencies = [];
    return taken;
  },
  storm: async () => {
    for (const member of members) {
      member.ready = false;
      member.close();
      Object.assign(member, { lost: 0, doubled: 0, fetched: 0 });
    }
    await inBatches(members, STORM_AT_ONCE, async (member) => {
      await connect(member);
      await catchUp(member);
    });
    const sum = (key) => members.reduce((total, member) => total + member[key], 0);
    return { lost: sum('lost'), doubled: sum('doubled'), fetched: sum('fetched') };
  },
};

process.on('message', async ({ task, value }) => {
  try {
    process.send({ value: (await tasks[task](value)) ?? null });
  } catch (error) {
    process.send({ error: `${task}: ${error.stack ?? error}` });
  }
});
process.on('disconnect', () => process.exit(0));
