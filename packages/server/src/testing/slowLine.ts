/** A connection to the database on which everything that is said to it arrives late: each query takes that much longer. */
import { connect, createServer, type Socket } from 'node:net';

export interface SlowLine {
  /** Where the program connects to. */
  url: string;
  /** Milliseconds by which every message to the database is late; 0 = a plain line. */
  delayMs: number;
  close(): Promise<void>;
}

export async function openSlowLine(databaseUrl: string): Promise<SlowLine> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    // One timer for each piece; equal delays keep them in order, and a shorter one waits for those before it.
    let before = Promise.resolve();
    near.on('data', (piece) => {
      const late = line.delayMs > 0 ? new Promise<void>((resolve) => setTimeout(resolve, line.delayMs)) : before;
      before = Promise.all([before, late]).then(() => {
        far.write(piece);
      });
    });
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  const line: SlowLine = {
    url: url.href,
    delayMs: 0,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return line;
}
