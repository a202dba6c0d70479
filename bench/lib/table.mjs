// docs/benchmarks.generated.json, and the page made of it (docs/BENCHMARKS.md, `npm run generate`).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { limitText, numberText, ratiosOf, spreadText, verdictOf } from './rows.mjs';
import { median } from './stats.mjs';

const FILE = fileURLToPath(new URL('../../docs/benchmarks.generated.json', import.meta.url));

/** The parts in the order of the page, each with what a reader has to know. */
export const PARTS = {
  rules: {
    title: 'The rules',
    about:
      'One thread, no database. The peer is the same arithmetic with the same outcomes (compared before every run) as a loop over flat numbers that checks nothing and names nothing.',
  },
  http: {
    title: 'Requests',
    about:
      "Requests a second over 32 connections, every player in turn (2,400 of them), each with an own session. Bare Fastify returns the same bytes and headers from memory and asks no database. pgbench sends the statements that one request of ours sends, prepared, over 16 connections. SPEC's own design is Express 4, Joi, a token and a whole user loaded for each request, over copies of the same rows on the same server; its ranking is kept in memory for five minutes as SPEC 9.2 says. Orders stay queued while they are counted.",
  },
  battles: {
    title: 'Battles',
    about:
      'From the moment the attacker has the answer "accepted" until `battle_completed` has arrived at the attacker and at the defender over their sockets, at a steady rate, by fifths of the time. An order waits for those before it on the same territory.',
  },
  ticks: {
    title: 'Credits',
    about:
      "Gold every ten minutes and points every hour, for a whole season in one statement each, beside SPEC's loops over copies of the same rows. 600 players hold the fifty territories; every tenth was active and is told of the gold.",
  },
  sockets: {
    title: 'Sockets',
    about:
      'Connected, signed-in players on one process, each greeted with the state of the streams. News are timed from before they are written in their transaction until they are read at the other end. Nakama publishes 19,542 sockets on one processor and 3 GB.',
  },
  processes: {
    title: 'Many processes',
    about:
      'Two API processes and two workers behind nginx, as deploy/ ships them, against one process that is everything. On a machine of two cores the database, nginx and the load share what there is: this shows what the parts cost, not how far they grow.',
  },
  statements: {
    title: 'The hottest statements',
    about:
      'By the time they took (pg_stat_statements) under reads, orders, battles and credits, with the way PostgreSQL finds their rows (EXPLAIN, generic plan) among 24,000 players and the battles of days. The fifty territories, their garrisons, the season and the one row of the publisher are a page each: those are read whole; so are the villages when all of them get their gold.',
  },
  page: {
    title: 'The page',
    about:
      'A real Chromium against the demo world. The first paint is that of a phone: the processor at a quarter, 1.6 Mbit/s. Eternum reports 10.5 to 12.1 s to enter and a heap of 371 to 406 MB.',
  },
  start: {
    title: 'Start',
    about:
      'A fresh clone on this machine. Memory is the proportional share (PSS) of the program and of PostgreSQL with the demo world and its players; processor time likewise, of one core, without a visitor.',
  },
  soak: {
    title: 'A long run',
    about: 'Memory and answers of one process over time, with sockets and steady requests.',
  },
};

export function machine(postgres = null) {
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    node: process.versions.node,
    ...(postgres ? { postgres } : {}),
  };
}

export const readTable = () =>
  existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : { machine: machine(), parts: {} };

const shortened = (value) => Number(value.toPrecision(4));

/** Keeps a part's rows; the other parts stay as they are. */
export function writePart(name, { rows, load, day, minutes }) {
  const table = readTable();
  table.machine = { ...table.machine, ...machine() };
  const kept = rows.map((row) => ({
    ...row,
    values: row.values.map(shortened),
    ...(row.peer ? { peer: { ...row.peer, values: row.peer.values.map(shortened) } } : {}),
  }));
  table.parts[name] = { day, load, minutes, rows: kept };
  writeFileSync(FILE, `${JSON.stringify(table, null, 1)}\n`);
}

export function writeMachine(postgres) {
  const table = readTable();
  table.machine = machine(postgres);
  writeFileSync(FILE, `${JSON.stringify(table, null, 1)}\n`);
}

const cell = (text) => text.replaceAll('|', '\\|');

function rowLine(row) {
  const peer = row.peer ? `${row.peer.what}: ${spreadText(row.peer.values)}` : '';
  const ratio = row.peer ? `${spreadText(ratiosOf(row))}${row.lessIsBetter ? ' (peer : ours)' : ''}` : '';
  const aims = [
    row.limit ? limitText(row) : '',
    row.ratio?.atLeast === undefined ? '' : `ratio ≥ ${numberText(row.ratio.atLeast)}`,
  ].filter(Boolean);
  const what = row.note ? `${row.what} (${row.note})` : row.what;
  const cells = [what, `${spreadText(row.values)} ${row.unit}`, peer, ratio, aims.join(', '), verdictOf(row)];
  return `| ${cells.map(cell).join(' | ')} |`;
}

function section([name, { title, about }], part) {
  const lines = [`## ${title}`, '', about, ''];
  if (!part) return [...lines, 'Not measured yet.', ''];
  if (part.rows.some(({ plan }) => plan)) return [...lines, ...planLines(part.rows), measured(part), ''];
  lines.push('| what | ours | peer | ratio | aim | |', '|---|---|---|---|---|---|', ...part.rows.map(rowLine), '');
  return [...lines, measured(part, name), ''];
}

const planLines = (rows) => [
  '| statement | calls | mean ms | how its rows are found |',
  '|---|---|---|---|',
  ...rows.map(
    (row) => `| \`${cell(row.what)}\` | ${numberText(row.calls)} | ${numberText(row.values[0])} | ${cell(row.plan)} |`,
  ),
  '',
];

const measured = ({ day, load, minutes }) =>
  `Measured on ${day}, ${numberText(minutes)} minutes; load of the machine before it ${load.toFixed(1)}.`;

/** Of all figures that aim for something: how many reach it. */
function summary(parts) {
  const all = Object.values(parts).flatMap(({ rows }) => rows.map(verdictOf));
  const [met, missed] = ['met', 'missed'].map((word) => all.filter((one) => one === word).length);
  return `Of ${met + missed} figures with an aim ${met} reach it.`;
}

/** The whole page. */
export function pageOf({ machine: at, parts }) {
  const place = `${at.processor}, ${at.cores} cores, ${at.memoryGb} GB, Node ${at.node}${at.postgres ? `, PostgreSQL ${at.postgres}` : ''}`;
  return `${[
    '<!-- Generated from benchmarks.generated.json by `npm run generate`; the figures come from `npm run bench`. -->',
    '# Benchmarks',
    '',
    `\`npm run bench\` measures all this on one machine and writes it down; \`npm run bench -- http\` measures one part and only prints it (\`--write\` keeps it). Here: ${place}. The load, the peers and the database run on the same cores as the program.`,
    '',
    'Each figure is the median with the least and the most of its rounds in brackets. A peer is measured in the same rounds, one after the other; the ratio is the median of the ratios by round, and more is better, also of times. No absolute figure is promised: compare ratios.',
    `${summary(parts)} What was tried to get there, with what came of it: decisions [53](decisions/0053-what-made-it-faster.md) and [55](decisions/0055-questions-that-leave-together.md).`,
    '',
    ...Object.entries(PARTS).flatMap((entry) => section(entry, parts[entry[0]])),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

/** The ratio of a committed row, for the gate. */
export function committedRatio(id) {
  const row = Object.values(readTable().parts)
    .flatMap(({ rows }) => rows)
    .find((one) => one.id === id);
  return row?.peer ? median(ratiosOf(row)) : null;
}
