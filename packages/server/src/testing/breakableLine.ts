/** A connection between a client and a server that a test can cut and mend. */
import { connect, createServer, type Socket } from 'node:net';

export interface BreakableLine {
  /** Where the client connects to. */
  url: string;
  /** Drops all connections and refuses new ones. */
  cut(): void;
  mend(): void;
  /** Nothing more is read from the server, as if the client had fallen asleep; connections stay open. */
  stall(): void;
  close(): Promise<void>;
}

export async function openBreakableLine(targetUrl: string): Promise<BreakableLine> {
  const { hostname, port } = new URL(targetUrl);
  const open = new Set<Socket>();
  const farEnds = new Set<Socket>();
  let broken = false;
  const server = createServer((near) => {
    if (broken) return void near.destroy();
    const far = connect(Number(port), hostname);
    farEnds.add(far);
    far.on('close', () => farEnds.delete(far));
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  const cut = (): void => {
    broken = true;
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    mend: () => {
      broken = false;
    },
    stall: () => {
      for (const far of farEnds) far.unpipe().pause();
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
