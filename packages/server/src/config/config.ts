import { type BackupConfig, readBackups } from './backups.ts';
import { type BeaconConfig, readBeacon } from './beacon.ts';
import { ConfigError } from './configError.ts';
import { createEnvReader, type Environment, type EnvReader, parseOrigin } from './envReader.ts';
import { type FairPlayConfig, readFairPlay } from './fairPlay.ts';
import { type PaymentsConfig, readPayments } from './payments.ts';
import { productionProblems } from './productionProblems.ts';
import { readTelemetry, type TelemetryConfig } from './telemetry.ts';
import { vapidPublicKey } from './vapidKey.ts';

/**
 * The program's settings, as typed values: environment → config → objects (STYLE 5). Nothing else reads the environment.
 * `.env.example` describes every variable for people; keep the two together.
 */
export type Role = 'all' | 'api' | 'worker' | 'payouts';
export type NodeEnvironment = 'development' | 'test' | 'production';
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** At most `max` requests in `windowMs`, per client. */
export interface RateLimit {
  readonly max: number;
  readonly windowMs: number;
}

export interface Config {
  readonly environment: NodeEnvironment;
  readonly isProduction: boolean;
  readonly role: Role;
  readonly host: string;
  /** 0 = any free port; see `withBoundPort`. */
  readonly port: number;
  /** Where a process without an API shows probes and metrics; null = nowhere. */
  readonly metricsPort: number | null;
  /** The embedded database and generated secrets live here. */
  readonly dataDir: string;
  /** null = the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Owner of the tables, for migrations only; null = the user of `databaseUrl` owns them. */
  readonly migrationDatabaseUrl: string | null;
  readonly dbPoolSize: number;
  /** How long all of a request's waits for connections may take together; then it is answered with 503. */
  readonly dbWaitMs: number;
  /** Sockets of this process. One that is refused tries again, at another process if there is one. */
  readonly maxSockets: number;
  /** null = no Redis: limits and caches stay in this process. */
  readonly redisUrl: string | null;
  /** Origin under which players reach the API, without a slash at the end. */
  readonly publicUrl: string;
  /** Origins whose browsers may send commands. Never empty. */
  readonly clientOrigins: readonly string[];
  /** null (never in production) = use `loadOrCreateSecret(dataDir, 'jwt-secret')`. */
  readonly jwtSecret: string | null;
  readonly jwtExpiresInSeconds: number;
  /** null = contract wallets and wallet age cannot be checked. */
  readonly ethRpcUrl: string | null;
  /** null (never in production) = the cron addresses are closed. */
  readonly cronSecret: string | null;
  /** null = no WalletConnect. */
  readonly walletConnectProjectId: string | null;
  /** Accept SPEC's plain-text login message, which is not bound to our domain. */
  readonly authLegacyMessage: boolean;
  /** false = off, a number = count of proxies in front of us, a list = their addresses (CIDR). */
  readonly trustProxy: false | number | readonly string[];
  /** How long a stopping API goes on answering on open connections, so that a proxy moves to another process. */
  readonly drainMs: number;
  readonly demo: {
    readonly enabled: boolean;
    readonly bots: number;
    readonly speed: number;
    /** Game hours that the first demo season has behind it when the program becomes ready. */
    readonly historyHours: number;
  };
  readonly push: {
    /** Key pair for messages to devices, in base64url; null = made once and kept in the database. */
    readonly vapid: { readonly publicKey: string; readonly privateKey: string } | null;
    /** Whom a push service writes to when something is wrong: mailto: or https:. */
    readonly subject: string;
    /** Tests only: messages may go to this machine and private networks. */
    readonly allowPrivateHosts: boolean;
  };
  readonly payments: PaymentsConfig;
  /** Signs payouts; null in every role but payouts, which refuses to start without. */
  readonly payoutSigningKey: `0x${string}` | null;
  readonly backups: BackupConfig;
  /** The public random beacon of seasons that are created now; null = none. */
  readonly beacon: BeaconConfig | null;
  readonly fairPlay: FairPlayConfig;
  readonly telemetry: TelemetryConfig;
  readonly logLevel: LogLevel;
  readonly rateLimits: { readonly global: RateLimit; readonly auth: RateLimit; readonly battles: RateLimit };
}

const MINUTE_MS = 60_000;
const SECONDS_PER = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const MAX_SESSION_SECONDS = 90 * SECONDS_PER.d;
const ADDRESS_OR_CIDR = /^(\d{1,3}(\.\d{1,3}){3}(\/([0-9]|[12]\d|3[0-2]))?|[0-9a-f:]*:[0-9a-f:.]*(\/\d{1,3})?)$/i;

/** "7d", "12h", "30m", "45s" → seconds; null when it is not such a time, zero, or above 90 days. */
export function parseDurationSeconds(value: string): number | null {
  const match = /^(\d{1,8})([smhd])$/.exec(value);
  if (!match) return null;
  const seconds = Number(match[1]) * SECONDS_PER[match[2] as keyof typeof SECONDS_PER];
  return seconds > 0 && seconds <= MAX_SESSION_SECONDS ? seconds : null;
}

function readSessionSeconds(reader: EnvReader): number {
  const seconds = parseDurationSeconds(reader.text('JWT_EXPIRES_IN') ?? '7d');
  if (seconds !== null) return seconds;
  reader.problems.push('JWT_EXPIRES_IN must be a time like 7d, 12h, 30m or 45s, at most 90d');
  return 7 * SECONDS_PER.d;
}

/** `true` is refused: it would let every client choose the address its limits are counted on (RELIABILITY T6). */
function readTrustProxy(reader: EnvReader): false | number | readonly string[] {
  const value = reader.text('TRUST_PROXY') ?? '0';
  if (/^\d$/.test(value)) return value === '0' ? false : Number(value);
  const addresses = value.split(',').map((part) => part.trim());
  if (addresses.every((address) => ADDRESS_OR_CIDR.test(address))) return Object.freeze(addresses);
  reader.problems.push('TRUST_PROXY must be a number of proxies from 0 to 9, or a list like 10.0.0.0/8,192.168.1.5');
  return false;
}

function readProjectId(reader: EnvReader): string | null {
  const value = reader.text('WALLETCONNECT_PROJECT_ID');
  if (value === null || /^[0-9a-f]{32}$/.test(value)) return value;
  reader.problems.push('WALLETCONNECT_PROJECT_ID must be 32 digits 0-9 and a-f');
  return null;
}

function readClientOrigins(reader: EnvReader, publicUrl: string): readonly string[] {
  const value = reader.text('CLIENT_URL');
  if (value === null) return Object.freeze([publicUrl]);
  const origins = value.split(',').map((part) => parseOrigin(part.trim()));
  if (origins.includes(null)) {
    reader.problems.push('CLIENT_URL must be one or more addresses like https://play.example, separated by commas');
  }
  return Object.freeze(origins.filter((origin) => origin !== null));
}

function readPublicUrl(reader: EnvReader, port: number): string {
  const publicUrl = reader.origin('PUBLIC_URL');
  const apiUrl = reader.origin('API_URL');
  if (publicUrl && apiUrl && publicUrl !== apiUrl) {
    reader.problems.push('PUBLIC_URL and API_URL are two names of one setting: set only one of them');
  }
  return publicUrl ?? apiUrl ?? `http://localhost:${port}`;
}

function readPush(reader: EnvReader, publicUrl: string): Config['push'] {
  const privateKey = reader.text('VAPID_PRIVATE_KEY');
  const given = reader.text('VAPID_PUBLIC_KEY');
  const publicKey = privateKey === null ? null : vapidPublicKey(privateKey);
  if (privateKey !== null && publicKey === null)
    reader.problems.push('VAPID_PRIVATE_KEY must be 32 bytes in base64url');
  if (given !== null && privateKey === null) reader.problems.push('VAPID_PUBLIC_KEY needs VAPID_PRIVATE_KEY');
  if (given !== null && publicKey !== null && given !== publicKey) {
    reader.problems.push('VAPID_PUBLIC_KEY does not belong to VAPID_PRIVATE_KEY');
  }
  const subject = reader.text('VAPID_SUBJECT');
  if (subject !== null && !/^(mailto:[^\s@]+@[^\s@]+|https:\/\/[^\s]+)$/.test(subject)) {
    reader.problems.push('VAPID_SUBJECT must be like mailto:admin@play.example or https://play.example');
  }
  const fallback = publicUrl.startsWith('https:') ? publicUrl : 'mailto:operator@localhost';
  return Object.freeze({
    vapid: privateKey === null || publicKey === null ? null : Object.freeze({ publicKey, privateKey }),
    subject: subject ?? fallback,
    allowPrivateHosts: reader.flag('PUSH_TO_PRIVATE_HOSTS', false),
  });
}

function readMigrationUrl(reader: EnvReader): string | null {
  const url = reader.url('MIGRATION_DATABASE_URL', ['postgres:', 'postgresql:']);
  if (url !== null && reader.text('DATABASE_URL') === null)
    reader.problems.push('MIGRATION_DATABASE_URL needs DATABASE_URL: the program itself uses that one');
  return url;
}

/** The one process that pays out has the key, and nobody else may (RELIABILITY D.2). */
function readSigningKey(reader: EnvReader): `0x${string}` | null {
  const key = reader.text('PAYOUT_SIGNING_KEY');
  if (reader.text('ROLE') !== 'payouts') {
    if (key !== null)
      reader.problems.push('PAYOUT_SIGNING_KEY must be set for ROLE=payouts only: no other process may have it');
    return null;
  }
  if (!['crypto', 'both'].includes(reader.text('PAYMENTS') ?? ''))
    reader.problems.push('ROLE=payouts needs PAYMENTS=crypto');
  if (key === null || !/^0x[0-9a-fA-F]{64}$/.test(key) || /^0x0+$/.test(key)) {
    reader.problems.push('PAYOUT_SIGNING_KEY must be 0x and 64 hex digits');
    return null;
  }
  return key as `0x${string}`;
}

function readRateLimit(reader: EnvReader, name: string, max: number, windowMs: number): RateLimit {
  return Object.freeze({ max: reader.integer(name, max, 1, 1_000_000), windowMs });
}

/**
 * The environment as a frozen config. Throws ConfigError with every problem found.
 * In production each secret must be set, long, no placeholder and used once (RELIABILITY SW7).
 */
export function readConfig(env: Environment): Config {
  const reader = createEnvReader(env);
  const environment = reader.choice('NODE_ENV', ['development', 'test', 'production'], 'development');
  const isProduction = environment === 'production';
  const port = reader.integer('PORT', 3000, 0, 65_535);
  const publicUrl = readPublicUrl(reader, port);
  const config: Config = {
    environment,
    isProduction,
    role: reader.choice('ROLE', ['all', 'api', 'worker', 'payouts'], 'all'),
    host: reader.text('HOST') ?? (isProduction ? '0.0.0.0' : '127.0.0.1'),
    port,
    metricsPort: reader.text('METRICS_PORT') === null ? null : reader.integer('METRICS_PORT', 0, 0, 65_535),
    dataDir: reader.text('DATA_DIR') ?? './data',
    databaseUrl: reader.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    migrationDatabaseUrl: readMigrationUrl(reader),
    dbPoolSize: reader.integer('DB_POOL_SIZE', 16, 2, 500),
    maxSockets: reader.integer('MAX_SOCKETS', 12_000, 10, 500_000),
    dbWaitMs: reader.integer('DB_WAIT_MS', 1_000, 100, 30_000),
    redisUrl: reader.url('REDIS_URL', ['redis:', 'rediss:']),
    publicUrl,
    clientOrigins: readClientOrigins(reader, publicUrl),
    jwtSecret: reader.text('JWT_SECRET'),
    jwtExpiresInSeconds: readSessionSeconds(reader),
    ethRpcUrl: reader.url('ETH_RPC_URL', ['http:', 'https:']),
    cronSecret: reader.text('CRON_SECRET'),
    walletConnectProjectId: readProjectId(reader),
    authLegacyMessage: reader.flag('AUTH_LEGACY_MESSAGE', false),
    trustProxy: readTrustProxy(reader),
    drainMs: reader.integer('DRAIN_SECONDS', isProduction ? 5 : 0, 0, 20) * 1_000,
    demo: Object.freeze({
      enabled: reader.flag('DEMO', !isProduction),
      bots: reader.integer('DEMO_BOTS', 64, 0, 1_000),
      speed: reader.integer('DEMO_SPEED', 60, 1, 3_600),
      historyHours: reader.integer('DEMO_HISTORY_HOURS', 60, 0, 168),
    }),
    push: readPush(reader, publicUrl),
    payments: readPayments(reader),
    payoutSigningKey: readSigningKey(reader),
    backups: readBackups(reader),
    beacon: readBeacon(reader),
    fairPlay: readFairPlay(reader),
    telemetry: readTelemetry(reader, environment),
    logLevel: reader.choice('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'info'),
    rateLimits: Object.freeze({
      global: readRateLimit(reader, 'RATE_LIMIT_GLOBAL', 1_000, 15 * MINUTE_MS),
      auth: readRateLimit(reader, 'RATE_LIMIT_AUTH', 10, 15 * MINUTE_MS),
      battles: readRateLimit(reader, 'RATE_LIMIT_BATTLES', 10, MINUTE_MS),
    }),
  };
  const problems = isProduction ? [...reader.problems, ...productionProblems(env)] : reader.problems;
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

/**
 * The config after listening: where PORT was 0, the real port takes the place of 0 in `port`, `publicUrl` and
 * `clientOrigins`. With a fixed port it is the same config.
 */
export function withBoundPort(config: Config, port: number): Config {
  if (config.port !== 0) return config;
  const unknown = 'http://localhost:0';
  const known = `http://localhost:${port}`;
  return Object.freeze({
    ...config,
    port,
    publicUrl: config.publicUrl === unknown ? known : config.publicUrl,
    clientOrigins: Object.freeze(config.clientOrigins.map((origin) => (origin === unknown ? known : origin))),
  });
}
