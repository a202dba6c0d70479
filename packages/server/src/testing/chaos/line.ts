/**
 * A line of TCP on 127.0.0.1 between a client and whoever answers at the moment. It can be cut, and it can swallow the answer to a command: the other
 * side has done it, and the client never hears of that.
 */
import { connect, createServer, type Socket } from 'node:net';

export interface LineOptions {
  /** Ports to try in this order, asked for each new connection. */
  readonly targets: () => readonly number[];
  /** Whether what the client just sent is (the beginning of) a command whose answer may be swallowed. */
  readonly isCommand: (sent: Buffer) => boolean;
  /** May change the first bytes that a client sends, by others of the same number. */
  readonly onFirst?: (sent: Buffer) => Buffer;
}

export interface Line {
  readonly port: number;
  /** Ends all connections; new ones are taken. */
  cut(): void;
  /** Of the next so many commands the answer is swallowed and the connection ended. */
  swallow(count: number): void;
  /** How many answers were swallowed. */
  swallowed(): number;
  close(): Promise<void>;
}

export async function openLine(options: LineOptions): Promise<Line> {
  const open = new Set<Socket>();
  let toSwallow = 0;
  let swallowed = 0;

  const server = createServer((near) => {
    near.on('error', () => {});
    near.pause();
    open.add(near);
    near.once('close', () => open.delete(near));
    void reach(options.targets()).then((far) => {
      if (far === null || near.destroyed) {
        near.destroy();
        far?.destroy();
      } else join(near, far);
    });
  });

  function join(near: Socket, far: Socket): void {
    open.add(far);
    let isFirst = true;
    let isCommand = false;
    const end = () => {
      open.delete(far);
      near.destroy();
      far.destroy();
    };
    near.once('close', end);
    far.once('close', end);
    near.on('data', (bytes) => {
      const sent = isFirst ? (options.onFirst?.(bytes) ?? bytes) : bytes;
      isFirst = false;
      isCommand = options.isCommand(sent);
      pass(sent, near, far);
    });
    far.on('data', (bytes) => {
      if (isCommand && toSwallow > 0) {
        toSwallow--;
        swallowed++;
        end();
      } else pass(bytes, far, near);
    });
    near.resume();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: address.port,
    cut,
    swallow: (count) => {
      toSwallow = count;
    },
    swallowed: () => swallowed,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The first of these ports that takes a connection; null when none does. */
async function reach(ports: readonly number[]): Promise<Socket | null> {
  for (const port of ports) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.on('error', () => {});
    if (isOpen) return socket;
    socket.destroy();
  }
  return null;
}

function pass(bytes: Buffer, from: Socket, to: Socket): void {
  if (to.write(bytes)) return;
  from.pause();
  to.once('drain', () => from.resume());
}

/** Requests over HTTP that change something. */
export const isHttpCommand = (sent: Buffer): boolean => /^(POST|PATCH|DELETE) /.test(sent.toString('latin1', 0, 7));

/** In PostgreSQL's protocol: the query "commit". */
export const isCommit = (sent: Buffer): boolean => sent.toString('latin1') === 'Q\0\0\0\u000bcommit\0';

/** Makes the sessions of a database careless: the setting that the program asks for is turned round on its way. */
export const withoutSync = (sent: Buffer): Buffer =>
  Buffer.from(sent.toString('latin1').replace('synchronous_commit=on', 'synchronous_commit=no'), 'latin1');
