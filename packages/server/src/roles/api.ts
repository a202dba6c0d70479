import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { writeSightings } from '../features/fairplay/sightings.ts';
import { startPresence } from '../features/news/presence.ts';
import { type ConnectionCounts, openSockets, type SocketGateway } from '../features/news/sockets.ts';
import { buildServer } from '../http/buildServer.ts';
import { startLoop } from '../platform/loop.ts';

/** How long requests under way and closing web sockets may take when the API stops. */
const GRACE_MS = 5_000;
/** How often what was noted about players' places is written down. */
const SIGHTINGS_MS = 20_000;

/** The HTTP and socket side. Listens when this resolves. */
export async function startApi(
  ctx: Context,
  counts: ConnectionCounts,
  listen: { host: string; port: number },
): Promise<{ app: FastifyInstance; port: number; sockets: SocketGateway; stop(): Promise<void> }> {
  const app = await buildServer(ctx);
  const connections = trackConnections(app.server);
  const sockets = openSockets(app, ctx, counts);
  const presence = startPresence(ctx, counts);
  const sightings = startLoop({
    name: 'sightings',
    log: ctx.log,
    idleMs: SIGHTINGS_MS,
    onFailure: () => ctx.metrics.countError('loop'),
    round: async () => {
      await writeSightings(ctx);
      return false;
    },
  });
  await ctx.publisher.start(sockets);
  await app.listen(listen);
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : listen.port;
  return {
    app,
    port,
    sockets,
    stop: async () => {
      await drain(app.server, connections, ctx.config.drainMs, () => sockets.disconnectAll());
      connections.dropUnused();
      const cut = setTimeout(connections.dropAll, GRACE_MS);
      try {
        await sockets.close();
        await presence.stop();
        await sightings.stop();
        await app.close();
      } finally {
        clearTimeout(cut);
      }
    },
  };
}

/**
 * Takes no new connections and lets those that a proxy keeps open end by themselves: each after the answer to its next request, which is
 * still given. A proxy then uses another process, and no request is lost. At most `forMs`.
 */
async function drain(
  server: Server,
  connections: Pick<Connections, 'isUsed' | 'opened'>,
  forMs: number,
  cutSockets: () => void,
): Promise<void> {
  if (forMs === 0) return;
  const untilMs = performance.now() + forMs;
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false;
  });
  // Connections that wait to be taken when the door closes would be cut: first all of them are taken.
  for (let taken = -1; taken !== connections.opened(); ) {
    taken = connections.opened();
    for (let looks = 0; looks < 5; looks++) await new Promise((resolve) => setImmediate(resolve));
  }
  // http.Server.close would cut idle connections at once, just when the proxy may be sending something on one.
  NetServer.prototype.close.call(server);
  cutSockets();
  while (connections.isUsed() && performance.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 50));
}

interface Connections {
  dropUnused(): void;
  dropAll(): void;
  /** Whether any is open. */
  isUsed(): boolean;
  /** How many there were since the start. */
  opened(): number;
}

/**
 * Node waits up to a minute for connections on which no whole request was sent (browsers open them in advance), and for
 * web sockets whose other end has fallen asleep. A restart must not.
 */
function trackConnections(server: Server): Connections {
  const all = new Set<Socket>();
  const unused = new Set<Socket>();
  let opened = 0;
  server.on('connection', (socket: Socket) => {
    opened++;
    all.add(socket);
    unused.add(socket);
    socket.once('close', () => {
      all.delete(socket);
      unused.delete(socket);
    });
  });
  // Not 'data': whoever listens to that takes the bytes past the HTTP parser.
  server.on('request', ({ socket }) => unused.delete(socket));
  server.on('upgrade', ({ socket }) => unused.delete(socket));
  const drop = (sockets: Set<Socket>) => {
    for (const socket of sockets) socket.destroy();
  };
  return { dropUnused: () => drop(unused), dropAll: () => drop(all), isUsed: () => all.size > 0, opened: () => opened };
}
