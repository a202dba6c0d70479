import { describe, expect, it } from 'vitest';
import { configProblems as problems } from '../testing/configProblems.ts';
import { parseDurationSeconds, readConfig, withBoundPort } from './config.ts';
import type { Environment } from './envReader.ts';
import { THRESHOLD_DEFAULTS } from './fairPlay.ts';

const LONG = 'f3b1c94e27a85d60'.repeat(4);
const OTHER = '0e9d7a5c31b8f246'.repeat(4);
const PRODUCTION: Environment = { NODE_ENV: 'production', JWT_SECRET: LONG, CRON_SECRET: OTHER };

describe('readConfig', () => {
  it('takes a project id of WalletConnect as its dashboard shows it, and nothing else', () => {
    const id = '0123456789abcdef0123456789abcdef';
    expect(readConfig({ WALLETCONNECT_PROJECT_ID: id }).walletConnectProjectId).toBe(id);
    expect(problems({ WALLETCONNECT_PROJECT_ID: 'my project' })).toHaveLength(1);
  });

  it('needs nothing to be set outside production', () => {
    expect(readConfig({})).toEqual({
      environment: 'development',
      fairPlay: { thresholds: THRESHOLD_DEFAULTS, keepDays: 30, everyMinutes: 10 },
      isProduction: false,
      role: 'all',
      host: '127.0.0.1',
      port: 3000,
      dataDir: './data',
      databaseUrl: null,
      migrationDatabaseUrl: null,
      dbPoolSize: 16,
      maxSockets: 12_000,
      dbWaitMs: 1_000,
      telemetry: { otlp: null, sentry: null },
      redisUrl: null,
      publicUrl: 'http://localhost:3000',
      clientOrigins: ['http://localhost:3000'],
      jwtSecret: null,
      jwtExpiresInSeconds: 604_800,
      ethRpcUrl: null,
      cronSecret: null,
      walletConnectProjectId: null,
      authLegacyMessage: false,
      trustProxy: false,
      demo: { enabled: true, bots: 64, speed: 60, historyHours: 60 },
      push: { vapid: null, subject: 'mailto:operator@localhost', allowPrivateHosts: false },
      drainMs: 0,
      metricsPort: null,
      backups: { to: null, everyHours: 24, keepDays: 7, s3: null },
      payments: {
        stripe: null,
        crypto: null,
        maxPlayers: 1_000,
        countryHeader: null,
        blockedCountries: [],
        payoutReviewMs: 172_800_000,
      },
      payoutSigningKey: null,
      beacon: null,
      logLevel: 'info',
      rateLimits: {
        global: { max: 1_000, windowMs: 900_000 },
        auth: { max: 10, windowMs: 900_000 },
        battles: { max: 10, windowMs: 60_000 },
      },
    });
  });

  it('reads every variable', () => {
    const config = readConfig({
      ...PRODUCTION,
      ROLE: 'api',
      HOST: '::1',
      PORT: '8080',
      DATA_DIR: '/srv/game',
      DATABASE_URL: 'postgresql://game:pw@db:5432/game',
      DB_POOL_SIZE: '5',
      REDIS_URL: 'rediss://cache:6380',
      API_URL: 'https://api.play.test/',
      CLIENT_URL: 'https://play.test, https://www.play.test',
      JWT_EXPIRES_IN: '12h',
      ETH_RPC_URL: 'https://rpc.test/v3/key',
      AUTH_LEGACY_MESSAGE: '1',
      TRUST_PROXY: '10.0.0.0/8,::1',
      DEMO: '1',
      DEMO_BOTS: '0',
      DEMO_SPEED: '1',
      DEMO_HISTORY_HOURS: '0',
      LOG_LEVEL: 'debug',
      RATE_LIMIT_GLOBAL: '5',
      RATE_LIMIT_AUTH: '6',
      RATE_LIMIT_BATTLES: '7',
    });
    expect(config).toMatchObject({
      isProduction: true,
      role: 'api',
      host: '::1',
      port: 8080,
      dataDir: '/srv/game',
      databaseUrl: 'postgresql://game:pw@db:5432/game',
      dbPoolSize: 5,
      redisUrl: 'rediss://cache:6380',
      publicUrl: 'https://api.play.test',
      clientOrigins: ['https://play.test', 'https://www.play.test'],
      jwtSecret: LONG,
      jwtExpiresInSeconds: 43_200,
      ethRpcUrl: 'https://rpc.test/v3/key',
      cronSecret: OTHER,
      authLegacyMessage: true,
      trustProxy: ['10.0.0.0/8', '::1'],
      demo: { enabled: true, bots: 0, speed: 1, historyHours: 0 },
      logLevel: 'debug',
      rateLimits: { global: { max: 5 }, auth: { max: 6 }, battles: { max: 7 } },
    });
  });

  it('listens to the world and shows no demo in production, unless told otherwise', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({ host: '0.0.0.0', demo: { enabled: false } });
    expect(readConfig({ ...PRODUCTION, HOST: '127.0.0.1' }).host).toBe('127.0.0.1');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '  ', JWT_SECRET: '' })).toEqual(readConfig({}));
  });

  describe('PAYMENTS', () => {
    const STRIPE = {
      STRIPE_SECRET_KEY: 'sk_test_0123456789',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_0123456789',
      STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
    };
    it('is off unless asked for', () => {
      expect(readConfig({ ...STRIPE }).payments).toMatchObject({ stripe: null, crypto: null });
    });
    it('says all that is missing of half a configuration at once', () => {
      const must = 'must be set when PAYMENTS is both';
      expect(problems({ PAYMENTS: 'both', STRIPE_SECRET_KEY: STRIPE.STRIPE_SECRET_KEY })).toEqual([
        `STRIPE_WEBHOOK_SECRET ${must}`,
        `STRIPE_PUBLISHABLE_KEY ${must}`,
        `ETH_RPC_URL ${must}`,
        `CHAIN_ID ${must}`,
        `USDT_ADDRESS ${must}`,
        `VAULT_ADDRESS ${must}`,
        `TREASURY_ADDRESS ${must}`,
      ]);
    });
    it.each([
      [{ STRIPE_SECRET_KEY: 'pk_test_0123456789' }, 'STRIPE_SECRET_KEY must be like sk_live_…'],
      [{ STRIPE_WEBHOOK_SECRET: 'whsec_' }, 'STRIPE_WEBHOOK_SECRET must be like whsec_…'],
      [
        { STRIPE_PUBLISHABLE_KEY: 'pk_live_0123456789' },
        'STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY must both be live or both be test keys',
      ],
      [{ STRIPE_API_BASE: 'http://stripe.test' }, 'STRIPE_API_BASE must start with https://, except on this machine'],
      [
        { BLOCKED_COUNTRIES: 'US' },
        'BLOCKED_COUNTRIES needs COUNTRY_HEADER: the header in which your proxy says the country',
      ],
    ])('refuses %j', (more, problem) => {
      expect(problems({ PAYMENTS: 'stripe', ...STRIPE, ...more })).toEqual([problem]);
    });
    it('counts a transfer on the chain when the node calls it final, or after some blocks', () => {
      const address = `0x${'1f'.repeat(20)}`;
      const crypto = {
        ...{ PAYMENTS: 'crypto', ETH_RPC_URL: 'http://127.0.0.1:8545', CHAIN_ID: '1', USDT_ADDRESS: address },
        ...{ VAULT_ADDRESS: address, TREASURY_ADDRESS: address },
      };
      expect(readConfig(crypto).payments.crypto?.confirmations).toBeNull();
      expect(readConfig({ ...crypto, CHAIN_CONFIRMATIONS: '12' }).payments.crypto?.confirmations).toBe(12);
      expect(problems({ ...crypto, CHAIN_CONFIRMATIONS: '0' })).toEqual([
        'CHAIN_CONFIRMATIONS must be a whole number from 1 to 10000',
      ]);
    });
    it('takes no test keys in production', () => {
      expect(problems({ ...PRODUCTION, PAYMENTS: 'stripe', ...STRIPE })).toEqual([
        'STRIPE_SECRET_KEY is a test key: no real payment would arrive',
        'STRIPE_PUBLISHABLE_KEY is a test key: no real payment would arrive',
      ]);
    });
    it('knows live keys, and countries in any case', () => {
      const live = {
        STRIPE_SECRET_KEY: 'sk_live_0123456789',
        STRIPE_PUBLISHABLE_KEY: 'pk_live_0123456789',
        COUNTRY_HEADER: 'CF-IPCountry',
        BLOCKED_COUNTRIES: 'us, FR',
      };
      expect(readConfig({ PAYMENTS: 'stripe', ...STRIPE, ...live }).payments).toMatchObject({
        stripe: { livemode: true, apiBase: 'https://api.stripe.com' },
        countryHeader: 'cf-ipcountry',
        blockedCountries: ['US', 'FR'],
      });
    });
  });

  it('cannot be changed afterwards', () => {
    const config = readConfig({});
    for (const part of [config, config.demo, config.rateLimits, config.rateLimits.auth, config.clientOrigins]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it.each([
    ['NODE_ENV', 'prod'],
    ['ROLE', 'boss'],
    ['PORT', '65536'],
    ['PORT', '3e3'],
    ['PORT', '-1'],
    ['DATABASE_URL', 'mongodb://host/db'],
    ['DATABASE_URL', 'host=db'],
    ['DB_POOL_SIZE', '0'],
    ['REDIS_URL', 'http://cache'],
    ['PUBLIC_URL', 'play.test'],
    ['API_URL', 'https://play.test/api'],
    ['CLIENT_URL', 'https://play.test,*'],
    ['JWT_EXPIRES_IN', '7'],
    ['JWT_EXPIRES_IN', '0d'],
    ['ETH_RPC_URL', 'ws://rpc.test'],
    ['AUTH_LEGACY_MESSAGE', 'yes'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['DEMO', 'maybe'],
    ['DEMO_BOTS', '1001'],
    ['DEMO_SPEED', '0'],
    ['DEMO_HISTORY_HOURS', '169'],
    ['LOG_LEVEL', 'loud'],
    ['RATE_LIMIT_GLOBAL', '0'],
    ['RATE_LIMIT_AUTH', '1.5'],
    ['RATE_LIMIT_BATTLES', 'x'],
  ])('refuses a wrong %s (%s) by its name', (name, value) => {
    const found = problems({ [name]: value });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${name} must`));
  });

  it('reports all problems at once and none of the values', () => {
    const env = { PORT: 'hunter2', ROLE: 'hunter2', DATABASE_URL: 'hunter2', JWT_EXPIRES_IN: 'hunter2' };
    expect(problems(env)).toHaveLength(4);
    expect(() => readConfig(env)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
  });

  it('counts proxies, and trusts none by default', () => {
    expect(readConfig({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
    expect(readConfig({ TRUST_PROXY: '0' }).trustProxy).toBe(false);
  });

  it('refuses two different public addresses', () => {
    expect(problems({ PUBLIC_URL: 'https://a.test', API_URL: 'https://b.test' })[0]).toContain('API_URL');
    expect(problems({ PUBLIC_URL: 'https://a.test', API_URL: 'https://a.test/' })).toEqual([]);
  });
});

describe('readConfig in production', () => {
  it.each(['JWT_SECRET', 'CRON_SECRET'])(
    'refuses a %s that is missing, empty, short, monotonous or a placeholder',
    (name) => {
      const values = [undefined, '', LONG.slice(0, 31), 'ab'.repeat(32), '<strong-random-secret>', `changeme-${LONG}`];
      for (const value of [...values, `sk_test_${LONG}`, `my secret is ${LONG}`, `password${LONG}`]) {
        const found = problems({ ...PRODUCTION, [name]: value });
        expect(found, `for ${value}`).toHaveLength(1);
        expect(found[0]).toContain(name);
        if (value) expect(found[0]).not.toContain(value);
      }
    },
  );

  it('refuses one secret used for two purposes', () => {
    expect(problems({ ...PRODUCTION, CRON_SECRET: LONG })).toEqual(['CRON_SECRET must not be equal to JWT_SECRET']);
  });

  it.each([
    ['STRIPE_SECRET_KEY', '<sk_live_…>'],
    ['STRIPE_WEBHOOK_SECRET', 'whsec_xxxxxxxxxxxxxxxx'],
    ['STRIPE_WEBHOOK_SECRET', 'changeme'],
    ['S3_SECRET_ACCESS_KEY', 'your-secret-key'],
    ['VAPID_PRIVATE_KEY', '...'],
    ['PAYOUT_SIGNING_KEY', `0x${'11'.repeat(32)}`],
  ])('refuses a placeholder for %s, in production alone and without its value', (name, value) => {
    const found = problems({ ...PRODUCTION, [name]: value });
    expect(found).toContain(`${name} is a placeholder`);
    expect(found.join('\n')).not.toContain(value);
    expect(problems({ [name]: value })).not.toContain(`${name} is a placeholder`);
  });

  it('refuses a signing key that everybody knows', () => {
    const key = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
    expect(problems({ ...PRODUCTION, ROLE: 'payouts', PAYOUT_SIGNING_KEY: key })).toContain(
      'PAYOUT_SIGNING_KEY is a key that everybody knows',
    );
  });

  it('refuses a secret that is used for something else, too, whatever it is', () => {
    expect(problems({ ...PRODUCTION, S3_SECRET_ACCESS_KEY: LONG })).toContain(
      'S3_SECRET_ACCESS_KEY must not be equal to JWT_SECRET',
    );
    expect(problems({ ...PRODUCTION, STRIPE_WEBHOOK_SECRET: OTHER })).toContain(
      'STRIPE_WEBHOOK_SECRET must not be equal to CRON_SECRET',
    );
  });

  it.each(['TEST_CLOCK', 'FAILPOINT', 'TEST_PAYOUT_IDLE_MS', 'PUSH_TO_PRIVATE_HOSTS', 'BEACON_PUBLIC_KEY'])(
    'refuses the test switch %s',
    (name) => {
      expect(problems({ ...PRODUCTION, [name]: '1' })[0]).toContain(name);
    },
  );

  it('refuses an address with a placeholder in it', () => {
    const found = problems({ ...PRODUCTION, DATABASE_URL: 'postgres://<user>:<pass>@db.test/game' });
    expect(found).toEqual(['DATABASE_URL contains a placeholder']);
  });
});

describe('withBoundPort', () => {
  it('puts the real port where it was not known before', () => {
    const config = withBoundPort(readConfig({ PORT: '0' }), 4567);
    expect(config).toMatchObject({
      port: 4567,
      publicUrl: 'http://localhost:4567',
      clientOrigins: ['http://localhost:4567'],
    });
  });

  it('leaves a given public address and a fixed port alone', () => {
    const given = readConfig({ PORT: '0', PUBLIC_URL: 'https://play.test' });
    expect(withBoundPort(given, 4567)).toMatchObject({ port: 4567, publicUrl: 'https://play.test' });
    const fixed = readConfig({ PORT: '3000' });
    expect(withBoundPort(fixed, 3000)).toBe(fixed);
  });
});

describe('parseDurationSeconds', () => {
  it.each([
    ['45s', 45],
    ['30m', 1_800],
    ['12h', 43_200],
    ['90d', 7_776_000],
    ['91d', null],
    ['0s', null],
    ['1w', null],
    ['7 d', null],
  ])('reads %s as %s', (text, seconds) => {
    expect(parseDurationSeconds(text)).toBe(seconds);
  });

  it('gives the signing key to the payout process and refuses it in every other, without naming its value', () => {
    const key = `0x${'ab'.repeat(32)}`;
    for (const ROLE of ['all', 'api', 'worker', '']) {
      const found = problems({ ROLE, PAYOUT_SIGNING_KEY: key });
      expect(found, ROLE).toEqual([expect.stringContaining('PAYOUT_SIGNING_KEY')]);
      expect(found.join()).not.toContain(key);
    }
    const chain = {
      ...{ PAYMENTS: 'crypto', ETH_RPC_URL: 'http://127.0.0.1:8545', CHAIN_ID: '1' },
      ...{ USDT_ADDRESS: `0x${'11'.repeat(20)}`, VAULT_ADDRESS: `0x${'22'.repeat(20)}` },
      TREASURY_ADDRESS: `0x${'33'.repeat(20)}`,
    };
    const payouts = { ...chain, NODE_ENV: 'production', ROLE: 'payouts' };
    // It signs no sessions: it gets no other secret.
    expect(readConfig({ ...payouts, PAYOUT_SIGNING_KEY: key }).payoutSigningKey).toBe(key);
    for (const bad of ['', '0x12', `0x${'00'.repeat(32)}`, 'ab'.repeat(32)])
      expect(problems({ ...payouts, PAYOUT_SIGNING_KEY: bad }), bad).toEqual([
        expect.stringContaining('PAYOUT_SIGNING_KEY'),
      ]);
    expect(problems({ ROLE: 'payouts', PAYOUT_SIGNING_KEY: key })).toEqual(['ROLE=payouts needs PAYMENTS=crypto']);
  });
});
