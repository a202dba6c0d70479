import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { type ConnectionCounts, openSockets } from '../features/news/sockets.ts';
import { buildServer } from '../http/buildServer.ts';

/** The HTTP and socket side. Listens when this resolves. */
export async function startApi(
  ctx: Context,
  counts: ConnectionCounts,
  listen: { host: string; port: number },
): Promise<{ app: FastifyInstance; port: number; stop(): Promise<void> }> {
  const app = await buildServer(ctx);
  const sockets = openSockets(app, ctx, counts);
  await ctx.publisher.start((news) => sockets.deliver(news));
  await app.listen(listen);
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : listen.port;
  return {
    app,
    port,
    stop: async () => {
      await sockets.close();
      await app.close();
    },
  };
}
