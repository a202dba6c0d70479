import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SeasonVerifier, type Verdict } from '@cryptotribes/rules/verify/verifySeason';
import { type Command, UsageError } from '../command.ts';

const GZIP_MAGIC = 0x1f8b;
const SHOWN = 20;

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'compute a whole season again from its public file',
  help: `Usage: ct verify FILE|URL

Reads the public file of a season that is over (GET /v1/seasons/:seasonId/export), plain or gzip, and computes every battle, tenure,
hour, ranking and prize again. Needs no database and no account. Names every difference with its line.

  FILE  a file, or - for stdin
  URL   http:// or https://

Exit code 0: everything is as the rules and the published secret give it. 1: something is not.`,
  async run(args, io) {
    const [source, ...more] = args;
    if (source === undefined || more.length > 0) throw new UsageError('give one file or one URL');
    const verdict = await verifyLines(await openSource(source, io.stdin));
    io.stdout.write(tell(verdict));
    return verdict.ok ? 0 : 1;
  },
};

async function openSource(source: string, stdin: Readable): Promise<Readable> {
  if (source === '-') return stdin;
  if (!/^https?:\/\//.test(source)) return createReadStream(source);
  const answer = await fetch(source, { headers: { 'accept-encoding': 'gzip' } });
  if (!answer.ok || answer.body === null)
    throw new Error(`${source} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
}

/** Verifies a season's file as it is read; memory does not grow with the battles. */
export async function verifyLines(input: Readable): Promise<Verdict> {
  const verifier = new SeasonVerifier();
  for await (const line of createInterface({ input: await unzipped(input), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '') verifier.line(line);
  }
  return verifier.finish();
}

/** The text, whether it is compressed or not: the first two bytes tell. */
async function unzipped(input: Readable): Promise<Readable> {
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  let head = Buffer.alloc(0);
  let done = false;
  while (head.length < 2 && !done) {
    const next = await chunks.next();
    done = next.done === true;
    if (!next.done) head = Buffer.concat([head, Buffer.from(next.value)]);
  }
  const whole = Readable.from(
    (async function* () {
      yield head;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    })(),
    { objectMode: false },
  );
  if (head.length < 2 || head.readUInt16BE(0) !== GZIP_MAGIC) return whole;
  const text = createGunzip();
  whole.on('error', (error) => text.destroy(error));
  return whole.pipe(text);
}

function tell(verdict: Verdict): string {
  const what = `${verdict.battles} battles (${verdict.fights} fought), ${verdict.hours} hours, ${verdict.lines} lines`;
  const name = verdict.seasonName === null ? 'no season' : `season "${verdict.seasonName}" (${verdict.seasonId})`;
  if (verdict.ok) return `${name}: everything is as it must be. ${what}.\nfingerprint ${verdict.fingerprint}\n`;
  const shown = verdict.problems.slice(0, SHOWN).map(({ line, about, what: problem }) => {
    return `  ${line === null ? '' : `line ${line}, `}${about}: ${problem}\n`;
  });
  const rest = verdict.problemCount - shown.length;
  return `${name}: ${verdict.problemCount} differences. ${what}.\n${shown.join('')}${rest > 0 ? `  and ${rest} more\n` : ''}`;
}
