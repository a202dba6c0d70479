// The sending side of httpLoad: HTTP/1.1 over plain sockets, read no further than needed to know where an answer ends.
import net from 'node:net';
import { quantiles } from './stats.mjs';

/** Open loop: requests that found no free connection wait for one; their time runs. */
const MOST_WAITING = 20_000;

process.once('message', (order) => void run(order));

async function run({ port, connections, seconds, requests, rate, addresses }) {
  const texts = requests.map(requestText);
  const times = [];
  const answers = {};
  let next = 0;
  const free = [];
  const waiting = [];
  let isOver = false;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;

  function open(_unused, n) {
    const localAddress = addresses ? `127.0.200.${1 + n}` : undefined;
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true, ...(localAddress ? { localAddress } : {}) });
    const line = { socket, sentAt: 0, head: '', left: -1, status: 0 };
    socket.on('data', (chunk) => read(line, chunk, done));
    socket.on('error', () => {
      answers.broken = (answers.broken ?? 0) + 1;
    });
    return line;
  }
  function send(line, dueAt) {
    line.sentAt = dueAt;
    line.socket.write(texts[next++ % texts.length]);
  }
  function done(line) {
    const now = performance.now();
    answers[line.status] = (answers[line.status] ?? 0) + 1;
    times.push(now - line.sentAt);
    if (rate === null) {
      if (now < endsAt) send(line, now);
      return;
    }
    const dueAt = waiting.shift();
    if (dueAt === undefined) free.push(line);
    else send(line, dueAt);
  }

  const lines = Array.from({ length: connections }, open);
  await Promise.all(lines.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
  if (rate === null) for (const line of lines) send(line, performance.now());
  else {
    free.push(...lines);
    let sent = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      while (!isOver && startedAt + (sent * 1000) / rate <= now) {
        const dueAt = startedAt + (sent++ * 1000) / rate;
        const line = free.pop();
        if (line) send(line, dueAt);
        else if (waiting.length < MOST_WAITING) waiting.push(dueAt);
        else answers.dropped = (answers.dropped ?? 0) + 1;
      }
    }, 2);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    isOver = true;
    clearInterval(timer);
  }
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, endsAt - performance.now())));
  const elapsedMs = performance.now() - startedAt;
  const summary = { elapsedMs, answers: { ...answers }, quantiles: quantiles(times.length ? times : [Number.NaN]) };
  // What is still under way belongs to nobody's figure, but the next round must not find it.
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const { socket } of lines) socket.destroy();
  process.send(summary, () => process.disconnect());
}

function requestText({ method, path, token, body }) {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1'];
  if (token) lines.push(`authorization: Bearer ${token}`);
  if (body === undefined) return `${lines.join('\r\n')}\r\n\r\n`;
  const text = JSON.stringify(body);
  lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(text)}`);
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

/** One answer at a time per connection; all of them say their length. */
function read(line, chunk, done) {
  if (line.left < 0) {
    line.head += chunk.latin1Slice(0, chunk.length);
    const end = line.head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(line.head.slice(0, end))?.[1];
    if (length === undefined) throw new Error(`an answer without a length: ${line.head.slice(0, 200)}`);
    line.status = Number(line.head.slice(9, 12));
    line.left = Number(length) - (line.head.length - end - 4);
    line.head = '';
  } else line.left -= chunk.length;
  if (line.left > 0) return;
  line.left = -1;
  done(line);
}
