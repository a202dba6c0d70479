/** Computes a season again beside the page, so that the page stays alive. */
import { SeasonVerifier } from '@cryptotribes/rules/verify/verifySeason';
import type { FromVerifier, ToVerifier } from './verifyMessages.ts';

const TELL_EVERY_MS = 200;
const GZIP = [0x1f, 0x8b];
const tell = (message: FromVerifier): void => postMessage(message);

async function open(source: ToVerifier): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  if ('file' in source) {
    const head = new Uint8Array(await source.file.slice(0, 2).arrayBuffer());
    const isPacked = GZIP.every((byte, index) => head[index] === byte);
    return isPacked ? source.file.stream().pipeThrough(new DecompressionStream('gzip')) : source.file.stream();
  }
  const answer = await fetch(source.url);
  if (!answer.ok || answer.body === null) throw new Error(`${answer.status}`);
  return answer.body;
}

async function verify(source: ToVerifier): Promise<void> {
  const verifier = new SeasonVerifier();
  const reader = (await open(source)).pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let toldAt = 0;
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line !== '') verifier.line(line);
    const nowMs = performance.now();
    const { progress } = verifier;
    if (progress !== null && nowMs - toldAt > TELL_EVERY_MS) {
      toldAt = nowMs;
      tell({ kind: 'progress', ...progress });
    }
    if (done) break;
  }
  tell({ kind: 'verdict', verdict: verifier.finish() });
}

addEventListener('message', ({ data }: MessageEvent<ToVerifier>) => {
  verify(data).catch((error: unknown) => {
    tell({ kind: 'failed', what: error instanceof Error ? error.message : String(error) });
  });
});
