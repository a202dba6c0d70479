/**
 * Everything a running program consists of, built once and handed to whoever needs it.
 * Each part says how it is closed; closing runs backwards, also when starting failed half-way.
 */
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import type { TokenService } from './features/auth/tokens.ts';
import type { Quarantine } from './features/backups/quarantine.ts';
import type { DemoChain } from './features/demoChain/routes.ts';
import type { FairKeys } from './features/fairplay/keys.ts';
import type { Sightings } from './features/fairplay/sightings.ts';
import type { Publisher } from './features/news/publisher.ts';
import type { Presence } from './features/news/sockets.ts';
import type { Chain } from './features/payments/crypto/chain.ts';
import type { StripeClient } from './features/payments/stripe/client.ts';
import type { VapidKeys } from './features/push/vapid.ts';
import type { Activity } from './features/users/activity.ts';
import type { Clock } from './platform/clock.ts';
import type { IdMaker } from './platform/ids.ts';
import type { Metrics } from './platform/metrics.ts';
import type { Signal } from './platform/signal.ts';
import type { Spans } from './platform/telemetry/spans.ts';

export interface Context {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly newId: IdMaker;
  readonly pool: pg.Pool;
  readonly tokens: TokenService;
  /** Signs messages to devices. */
  readonly vapid: VapidKeys;
  /** Null = cards are not taken here. */
  readonly stripe: StripeClient | null;
  readonly publisher: Publisher;
  readonly presence: Presence;
  /** Notes who did something; written down now and then. */
  readonly activity: Activity;
  /** Notes where players are seen and when they give commands. */
  readonly sightings: Sightings;
  /** Makes hashes of what is noted. */
  readonly fairKeys: FairKeys;
  readonly metrics: Metrics;
  /** Null = no traces are sent. */
  readonly spans: Spans | null;
  /** Whether everything stands still after a restore. */
  readonly quarantine: Pick<Quarantine, 'isActive'>;
  /** The chain that fees in USDT come by; null when that way to pay is off. */
  readonly chain: Chain | null;
  /** Play money on a chain of this machine; null everywhere but in the paid demo. */
  readonly demoChain: DemoChain | null;
  /** Rung when there may be battles to decide. */
  readonly battleBell: Signal;
  /** Rung when something may be due soon. */
  readonly dueBell: Signal;
  /** Rung when there may be refunds to send, or payments to ask about. */
  readonly moneyBell: Signal;
  /** Sent by the house's own bots instead of being counted per address; new at every start. */
  readonly houseKey: string;
}

type Close = () => Promise<void> | void;

/** Collects what has to be closed; `close` runs in reverse order, once, and goes on after a failure. */
export class Closer {
  #steps: { name: string; close: Close }[] = [];
  #closing: Promise<void> | null = null;
  readonly #log: Logger;
  constructor(log: Logger) {
    this.#log = log;
  }
  add(name: string, close: Close): void {
    this.#steps.push({ name, close });
  }
  close(): Promise<void> {
    this.#closing ??= this.#run();
    return this.#closing;
  }
  async #run(): Promise<void> {
    for (const step of this.#steps.reverse()) {
      const startedAt = performance.now();
      try {
        await step.close();
        this.#log.debug({ step: step.name, ms: Math.round(performance.now() - startedAt) }, 'closed');
      } catch (error) {
        this.#log.error({ err: error, step: step.name }, 'closing failed');
      }
    }
  }
}
