import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What /metrics shows. */
export interface Metrics {
  readonly registry: Registry;
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly battles: Counter<'status'>;
  readonly battleSeconds: Histogram;
  readonly sockets: Gauge;
  readonly newsPublished: Counter;
  readonly ticks: Counter<'kind'>;
  readonly completions: Counter;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'ct_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers,
    }),
    battles: new Counter({ name: 'ct_battles_total', help: 'Orders decided', labelNames: ['status'], registers }),
    battleSeconds: new Histogram({
      name: 'ct_battle_wait_seconds',
      help: 'From acceptance to decision',
      buckets,
      registers,
    }),
    sockets: new Gauge({ name: 'ct_sockets', help: 'Connected sockets', registers }),
    newsPublished: new Counter({ name: 'ct_news_published_total', help: 'News numbered and sent', registers }),
    ticks: new Counter({ name: 'ct_ticks_total', help: 'Recurring credits applied', labelNames: ['kind'], registers }),
    completions: new Counter({
      name: 'ct_completions_total',
      help: 'Villages with something completed by the worker',
      registers,
    }),
  };
}
