// PostgreSQL's own pgbench, sending what one request of ours sends: the recorded statements, prepared, over as many connections as our pool has.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Whether there is one: it comes with the PostgreSQL of the system, not with ours. */
export function hasPgbench() {
  try {
    execFileSync('pgbench', ['--version']);
    return true;
  } catch {
    return false;
  }
}

/**
 * A script that sends the statements of one recorded request for anybody. `texts` names parts of values that differ from request to request,
 * and the SQL that gives them; `numbers` the same for parameters of a statement (by its name and the parameter's number); `keep` the
 * statements whose result later ones use as :column.
 */
export function scriptOf(statements, { variables, texts, numbers, keep }) {
  const lines = variables.map(([name, expression]) => `\\set ${name} ${expression}`);
  for (const { name, text, values } of statements) {
    const filled = text
      .replace(/\s+/g, ' ')
      .replace(/\$(\d+)/g, (_all, n) => numbers[name]?.[n] ?? literal(values[Number(n) - 1], texts));
    lines.push(keep.includes(name) ? `${filled} \\gset` : `${filled};`);
  }
  return `${lines.join('\n')}\n`;
}

function literal(value, texts) {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return value < 0 ? `(${value})` : String(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `array[${value.map((item) => literal(item, texts)).join(', ')}]`;
  // What was bytes or a time arrives as JSON.
  if (value.type === 'Buffer') return `decode('${Buffer.from(value.data).toString('hex')}', 'hex')`;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return `${quoted(value)}::timestamptz`;
  return textLiteral(value, texts);
}

function textLiteral(value, texts) {
  for (const [part, expression] of texts) {
    const at = value.indexOf(part);
    if (at < 0) continue;
    if (value === part) return `(${expression})`;
    const [before, after] = [value.slice(0, at), value.slice(at + part.length)];
    return `(${textLiteral(before, texts)} || ${expression} || ${textLiteral(after, texts)})`;
  }
  return quoted(value);
}

/** pgbench takes a colon for the beginning of a variable, also within quotes. */
const quoted = (value) =>
  `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll(':', '\\x3a').replaceAll('\n', '\\n')}'`;

/** Transactions a second. */
export async function pgbench({ databaseUrl, script, seconds, connections = 16, threads = 1 }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ct-pgbench-'));
  chmodSync(folder, 0o755);
  try {
    const file = path.join(folder, 'script.sql');
    writeFileSync(file, script);
    const args = ['-n', '-M', 'prepared', '-c', connections, '-j', threads, '-T', seconds, '-f', file].map(String);
    const { stdout, stderr } = await promisify(execFile)('pgbench', [...args, databaseUrl], {
      env: { ...process.env, PGOPTIONS: '-c timezone=UTC' },
    });
    const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
    const failed = Number(/number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0);
    if (!(perSecond > 0) || failed > 0) throw new Error(`pgbench: ${stdout.slice(-400)} ${stderr.slice(-800)}`);
    return perSecond;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
