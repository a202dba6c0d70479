// Load over HTTP from a process of its own, so that making requests and answering them do not share a thread.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./httpLoadChild.mjs', import.meta.url));

/**
 * Sends the requests of `requests` ({ method, path, token, body }) in turn over `connections` kept open, for `seconds`. With `rate` as many a
 * second as that, however long answers take, and times count from when a request was due; without, the next as soon as the last is answered.
 * With `addresses` every connection comes from an address of its own (nginx counts by address).
 * { perSecond, p50, p95, p99, answers by status, expected: how many had the status `expect` }.
 */
export function httpLoad({ url, connections = 32, seconds, requests, rate = null, expect = 200, addresses = false }) {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' });
    let result = null;
    child.once('message', (message) => {
      result = message;
    });
    child.once('exit', (code) =>
      result === null ? reject(new Error(`the load ended with ${code}`)) : resolve(asResult(result, expect)),
    );
    child.send({ port: Number(new URL(url).port), connections, seconds, requests, rate, addresses });
  });
}

function asResult({ elapsedMs, answers, quantiles }, expect) {
  const expected = answers[expect] ?? 0;
  return { perSecond: expected / (elapsedMs / 1000), ...quantiles, answers, expected };
}
