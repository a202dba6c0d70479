/**
 * The chain of the paid demo, as the page reaches it: a door to its node for the key of the browser, and play money for it. These addresses
 * exist only in a program that was started with a demo chain (testing/paidDemo.ts); no setting makes them appear.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { meta } from '../../http/failure.ts';
import type { RateLimits } from '../../http/rateLimits.ts';

export interface DemoChain {
  /** Asks the node; gives its answer as it came. */
  ask(method: string, params: readonly unknown[]): Promise<unknown>;
  /** Coins of the network and tokens for this address, until it has enough. */
  fund(address: string): Promise<void>;
}

/** What a wallet needs for two transactions, and nothing that changes the node. */
const METHODS = new Set([
  ...['eth_chainId', 'eth_blockNumber', 'eth_call', 'eth_estimateGas', 'eth_gasPrice', 'eth_getBalance'],
  ...['eth_getTransactionCount', 'eth_getTransactionReceipt', 'eth_getTransactionByHash', 'eth_getBlockByNumber'],
  'eth_sendRawTransaction',
]);

export function registerDemoChain(app: FastifyInstance, ctx: Context, limits: RateLimits): void {
  const { demoChain } = ctx;
  if (demoChain === null) return;
  const options = { schema: { hide: true }, preHandler: limits.general };
  app.post('/demo/chain/rpc', options, async (request) => {
    const { method, params } = bodyOf(request.body);
    if (typeof method !== 'string' || !METHODS.has(method) || !Array.isArray(params))
      throw new AppError('VALIDATION_FAILED', {
        part: 'body',
        issues: [{ field: '/method', problem: 'is not offered' }],
      });
    const data = await demoChain.ask(method, params).catch(refuse);
    return { success: true, data, meta: meta(ctx, request.id) };
  });
  app.post('/demo/chain/fund', options, async (request) => {
    const { address } = bodyOf(request.body);
    if (typeof address !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(address))
      throw new AppError('VALIDATION_FAILED', { part: 'body', issues: [{ field: '/address', problem: 'is none' }] });
    await demoChain.fund(address);
    return { success: true, data: { address }, meta: meta(ctx, request.id) };
  });
}

const bodyOf = (body: unknown): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};

/** What the node said against it, as a wallet's own node would say it: the code, and the data of a contract's refusal. */
function refuse(error: unknown): never {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; depth++) {
    const { code, data } = at as { code?: unknown; data?: unknown };
    if (typeof code === 'number') throw new AppError('ACT_NOT_POSSIBLE', { code, data }, at.message);
    at = at.cause;
  }
  throw error;
}
