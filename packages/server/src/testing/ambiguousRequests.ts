/** Raw HTTP: requests that two programs could read differently (RELIABILITY IN8), and what comes back for them. */
import net from 'node:net';

/** A good request that hides behind an ambiguous one: it must never be read. */
export const HIDDEN = 'GET /v1/seasons HTTP/1.1\r\nHost: x\r\n\r\n';
const chunked = `0\r\n\r\n${HIDDEN}`;

/** A request with a body, as text. */
export const rawPost = (token: string, headers: string[], body: string): string =>
  [
    'POST /v1/training/start HTTP/1.1',
    ...headers,
    'Content-Type: application/json',
    `Authorization: Bearer ${token}`,
    '',
    body,
  ].join('\r\n');

/** Name, headers, body. Nothing of these is a request: 400 or 431, and the connection is closed. */
export const AMBIGUOUS: readonly (readonly [string, string[], string])[] = [
  ['a length and chunks', ['Host: x', 'Content-Length: 5', 'Transfer-Encoding: chunked'], chunked],
  ['chunks and a length', ['Host: x', 'Transfer-Encoding: chunked', 'Content-Length: 5'], chunked],
  ['two lengths', ['Host: x', 'Content-Length: 2', 'Content-Length: 40'], `{}${HIDDEN}`],
  ['two equal lengths', ['Host: x', 'Content-Length: 2', 'Content-Length: 2'], `{}${HIDDEN}`],
  ['a list of lengths', ['Host: x', 'Content-Length: 2, 40'], `{}${HIDDEN}`],
  ['a length with a sign', ['Host: x', 'Content-Length: +2'], `{}${HIDDEN}`],
  ['an unknown transfer encoding', ['Host: x', 'Transfer-Encoding: xchunked'], chunked],
  ['chunks twice', ['Host: x', 'Transfer-Encoding: chunked', 'Transfer-Encoding: x'], chunked],
  ['a space before the colon', ['Host: x', 'Transfer-Encoding : chunked'], chunked],
  ['a folded header', ['Host: x', 'Transfer-Encoding:', ' chunked'], chunked],
  ['a bare line feed after a header', ['Host: x\nTransfer-Encoding: chunked', 'Content-Length: 5'], chunked],
  ['a carriage return inside a header', ['Host: x\rTransfer-Encoding: chunked', 'Content-Length: 5'], chunked],
  ['a NUL in a header', ['Host: x', 'X-Name: a\0b', 'Content-Length: 2'], `{}${HIDDEN}`],
  ['no host', ['Content-Length: 2'], `{}${HIDDEN}`],
  ['a chunk size that is none', ['Host: x', 'Transfer-Encoding: chunked'], `0x1\r\n{\r\n${chunked}`],
  ['a header of 17 kB', ['Host: x', `X-Long: ${'a'.repeat(17_000)}`, 'Content-Length: 2'], `{}${HIDDEN}`],
];

/** A connection to this server; `from` is the own address (127.0.0.0/8). */
export const openRaw = (url: string, from = '127.0.0.1'): net.Socket =>
  net.connect({ port: Number(new URL(url).port), host: '127.0.0.1', localAddress: from });

/** All that comes back until the server closes the connection. */
export function exchange(url: string, text: string, from?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = openRaw(url, from);
    let answer = '';
    socket.on('data', (part) => {
      answer += part.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(answer) : reject(error),
    );
    socket.on('close', () => resolve(answer));
    socket.write(text, 'latin1');
  });
}

/** Resolves when every one of these connections is closed; meanwhile each sends one more byte every `everyMs`. */
export async function dripUntilCut(sockets: readonly net.Socket[], start: string, everyMs: number): Promise<void> {
  const drips: NodeJS.Timeout[] = [];
  const cut = sockets.map((socket) => {
    socket.on('error', () => {});
    socket.resume();
    if (start !== '') socket.write(start);
    drips.push(setInterval(() => socket.write('X'), everyMs));
    return new Promise<void>((resolve) => socket.on('close', () => resolve()));
  });
  try {
    await Promise.all(cut);
  } finally {
    for (const drip of drips) clearInterval(drip);
  }
}
