import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Counted since the start of this process, for its row in the table of processes. */
export interface Tally {
  requests: number;
  errors: number;
  /** By performance.now(); null = none. */
  lastErrorAt: number | null;
  sockets: number;
}

/** What /metrics shows. */
export interface Metrics {
  readonly registry: Registry;
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly battles: Counter<'status'>;
  readonly battleSeconds: Histogram;
  readonly sockets: Gauge;
  readonly socketsCut: Counter<'why'>;
  /** Seconds by which this machine's clock is ahead of the database's. */
  readonly clockAhead: Gauge;
  readonly newsPublished: Counter;
  readonly ticks: Counter<'kind'>;
  readonly completions: Counter;
  readonly tally: Tally;
  /** Counts a fault of ours. */
  countError(where: 'request' | 'loop'): void;
  readonly payments: Counter<'outcome'>;
  readonly deposits: Counter<'outcome'>;
  readonly chainLag: Gauge;
  readonly beaconAnswers: Counter<'answer'>;
  readonly ledgerViolations: Gauge;
  readonly gameViolations: Gauge;
  readonly invariantSeconds: Gauge;
  readonly payoutsFrozen: Gauge;
  readonly payoutRound: Gauge;
  readonly payoutQuarantine: Gauge;
  readonly payoutWaits: Gauge;
  readonly lastBackup: Gauge;
  readonly backlog: Gauge<'of'>;
  readonly backlogRead: Gauge;
  readonly battlesQueued: Gauge;
  readonly poolConnections: Gauge<'state'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const tally: Tally = { requests: 0, errors: 0, lastErrorAt: null, sockets: 0 };
  const errors = new Counter({
    name: 'ct_errors_total',
    help: 'Faults of ours: requests answered with 500, failed rounds of a loop',
    labelNames: ['where'],
    registers,
  });
  const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
  return {
    registry,
    tally,
    countError: (where) => {
      errors.inc({ where });
      tally.errors++;
      tally.lastErrorAt = performance.now();
    },
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
    clockAhead: new Gauge({
      name: 'ct_clock_ahead_seconds',
      help: 'How far the clock of this machine is ahead of the one of the database, which counts',
      registers,
    }),
    sockets: new Gauge({ name: 'ct_sockets', help: 'Connected sockets', registers }),
    socketsCut: new Counter({
      name: 'ct_sockets_cut_total',
      help: 'Sockets cut for what their other end did: does not read, or sends what nobody asked for',
      labelNames: ['why'],
      registers,
    }),
    newsPublished: new Counter({ name: 'ct_news_published_total', help: 'News numbered and sent', registers }),
    ticks: new Counter({ name: 'ct_ticks_total', help: 'Recurring credits applied', labelNames: ['kind'], registers }),
    completions: new Counter({
      name: 'ct_completions_total',
      help: 'Villages with something completed by the worker',
      registers,
    }),
    payments: new Counter({
      name: 'ct_payments_total',
      help: 'Money that came, by what became of it',
      labelNames: ['outcome'],
      registers,
    }),
    deposits: new Counter({
      name: 'ct_chain_deposits_total',
      help: 'Deposits on the chain, by what was decided',
      labelNames: ['outcome'],
      registers,
    }),
    beaconAnswers: new Counter({
      name: 'ct_beacon_answers_total',
      help: 'Answers of the addresses of the public random beacon: ok, early, failed, wrong',
      labelNames: ['answer'],
      registers,
    }),
    chainLag: new Gauge({
      name: 'ct_chain_lag_blocks',
      help: 'Blocks from the newest final one to the newest',
      registers,
    }),
    ledgerViolations: new Gauge({
      name: 'ct_ledger_violations',
      help: 'Rules of the books found broken at the last look',
      registers,
    }),
    gameViolations: new Gauge({
      name: 'ct_game_violations',
      help: 'Rules of the game found broken at the last look',
      registers,
    }),
    invariantSeconds: new Gauge({
      name: 'ct_invariant_check_seconds',
      help: 'How long the last look over the game took',
      registers,
    }),
    payoutsFrozen: new Gauge({ name: 'ct_payouts_frozen', help: '1 = payouts are stopped', registers }),
    payoutRound: new Gauge({
      name: 'ct_payout_round_timestamp_seconds',
      help: 'When the payout process finished its last round; 0 = this process does none',
      registers,
    }),
    payoutQuarantine: new Gauge({
      name: 'ct_payout_quarantine',
      help: '1 = the payout process waits for `ct payouts release`',
      registers,
    }),
    payoutWaits: new Gauge({
      name: 'ct_payout_oldest_act_seconds',
      help: 'Age of the oldest transaction that was signed and is not final; 0 = none',
      registers,
    }),
    backlog: new Gauge({
      name: 'ct_backlog_seconds',
      help: 'Age of the oldest undecided order, unnumbered news, unapplied credit, missing round of the beacon; 0 = none',
      labelNames: ['of'],
      registers,
    }),
    backlogRead: new Gauge({
      name: 'ct_backlog_read_timestamp_seconds',
      help: 'When the database last said how far the work is behind; asked for at most every five seconds',
      registers,
    }),
    battlesQueued: new Gauge({ name: 'ct_battles_queued', help: 'Orders that are not decided yet', registers }),
    poolConnections: new Gauge({
      name: 'ct_database_connections',
      help: 'Connections of this process to the database, and requests that wait for one',
      labelNames: ['state'],
      registers,
    }),
    lastBackup: new Gauge({
      name: 'ct_last_backup_timestamp_seconds',
      help: 'When the newest backup was taken; 0 = not known',
      registers,
    }),
  };
}
