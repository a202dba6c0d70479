import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { startPresence } from '../features/news/presence.ts';
import { type ConnectionCounts, openSockets, type SocketGateway } from '../features/news/sockets.ts';
import { buildServer } from '../http/buildServer.ts';

/** How long requests under way and closing web sockets may take when the API stops. */
const GRACE_MS = 5_000;

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
  await ctx.publisher.start((news) => sockets.deliver(news));
  await app.listen(listen);
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : listen.port;
  return {
    app,
    port,
    sockets,
    stop: async () => {
      connections.dropUnused();
      const cut = setTimeout(connections.dropAll, GRACE_MS);
      try {
        await sockets.close();
        await presence.stop();
        await app.close();
      } finally {
        clearTimeout(cut);
      }
    },
  };
}

/**
 * Node waits up to a minute for connections on which no whole request was sent (browsers open them in advance), and for
 * web sockets whose other end has fallen asleep. A restart must not.
 */
function trackConnections(server: Server): { dropUnused(): void; dropAll(): void } {
  const all = new Set<Socket>();
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
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
  return { dropUnused: () => drop(unused), dropAll: () => drop(all) };
}
