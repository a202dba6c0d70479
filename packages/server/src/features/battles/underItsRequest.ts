import type { Context } from '../../context.ts';
import { traceOf } from '../../platform/telemetry/spans.ts';
import type { FrozenOrder } from './queries.ts';

type Decided = { status: string; waitedMs: number } | string | null;

/** Decides one order; what is written about it names the request that gave it, and its span belongs to that request's trace. */
export async function underItsRequest<T extends Decided>(
  ctx: Pick<Context, 'clock' | 'log' | 'spans'>,
  decide: (found: (order: FrozenOrder) => void) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  let order: FrozenOrder | null = null;
  const ids = () => ({ battleId: order?.id, requestId: order?.requestId ?? undefined });
  try {
    const decided = await decide((found) => {
      order = found;
    });
    if (decided !== null && typeof decided === 'object') {
      const { status, waitedMs } = decided;
      ctx.log.debug({ ...ids(), status, waitedMs }, 'an order was decided');
      addSpan(ctx, order, { status, waitedMs, tookMs: performance.now() - startedAt });
    }
    return decided;
  } catch (error) {
    // The loop says what is wrong and tries again; this says with what.
    if (order !== null) ctx.log.warn(ids(), 'an order could not be decided');
    throw error;
  }
}

function addSpan(
  ctx: Pick<Context, 'clock' | 'spans'>,
  order: FrozenOrder | null,
  { status, waitedMs, tookMs }: { status: string; waitedMs: number; tookMs: number },
): void {
  const requestId = order?.requestId ?? null;
  if (ctx.spans === null || order === null || requestId === null) return;
  const endMs = ctx.clock.nowMs();
  ctx.spans.add({
    name: 'decide an order',
    kind: 'internal',
    traceId: traceOf(requestId),
    parentId: null,
    startMs: endMs - tookMs,
    endMs,
    attributes: { 'ct.battle_id': order.id, 'ct.request_id': requestId, 'ct.status': status, 'ct.waited_ms': waitedMs },
    isFault: false,
  });
}
