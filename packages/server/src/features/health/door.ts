/** Probes and metrics of a process without an API, at a port of their own. */
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { type HealthParts, registerHealth } from './routes.ts';

/** Listens when this resolves. */
export async function openHealthDoor(
  ctx: HealthParts,
  port: number,
  options: { backlog?: boolean } = {},
): Promise<{ port: number; stop(): Promise<void> }> {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  registerHealth(app as unknown as FastifyInstance, ctx, options);
  await app.listen({ host: ctx.config.host, port });
  return { port: (app.server.address() as AddressInfo).port, stop: () => app.close() };
}
