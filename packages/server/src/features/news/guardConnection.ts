/**
 * What a connection may do to us, whoever is at its other end (RELIABILITY RT4): not reading costs memory, chattering costs time. Whoever does
 * too much of it is cut at once, without a farewell that would wait behind the rest; a game's page comes back and catches up.
 */

import type { Writable } from 'node:stream';

/** As much of engine.io's connection as is needed; it has no types for what lies below. */
export interface EngineConnection {
  readonly readyState: string;
  readonly transport: {
    readonly socket?: { readonly bufferedAmount: number; terminate(): void; readonly _socket?: Writable };
  };
  on(event: 'packetCreate' | 'packet', listener: (packet: { data?: string | Buffer }) => void): unknown;
  on(event: 'flush' | 'drain', listener: () => void): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** Bytes that may wait to be read by the other end. */
export const MAX_BUFFERED_BYTES = 1024 * 1024;
/** A page sends one message to sign in and a pong every twenty seconds. */
const MAX_PACKETS = 60;
const PACKETS_WITHIN_MS = 10_000;

/** Messages that waited for each other leave in one piece: a system call costs more than what it carries. */
export function sendTogether(connection: EngineConnection): void {
  const { socket } = connection.transport;
  // Between these two engine.io hands over everything that waits.
  connection.on('flush', () => socket?._socket?.cork());
  connection.on('drain', () => socket?._socket?.uncork());
}

export type GuardProblem = 'does not read' | 'sends too much';

/** Watches until the connection closes; `onCut` is told once. */
export function guardConnection(connection: EngineConnection, onCut: (problem: GuardProblem) => void): void {
  let isCut = false;
  const cut = (problem: GuardProblem): void => {
    if (isCut) return;
    isCut = true;
    connection.transport.socket?.terminate();
    onCut(problem);
  };
  // Messages wait in engine.io until the one before has left, and that one in the web socket.
  let waiting = 0;
  connection.on('packetCreate', ({ data }) => {
    waiting += data === undefined ? 1 : data.length;
    if (waiting + (connection.transport.socket?.bufferedAmount ?? 0) > MAX_BUFFERED_BYTES) cut('does not read');
  });
  connection.on('flush', () => {
    waiting = 0;
  });

  let packets = 0;
  let since = performance.now();
  connection.on('packet', () => {
    const now = performance.now();
    if (now - since > PACKETS_WITHIN_MS) {
      packets = 0;
      since = now;
    }
    if (++packets > MAX_PACKETS) cut('sends too much');
  });
}
