/** For the tests of signing in: a program without HTTP, and players who can sign. */
import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { Config } from '../../config/config.ts';
import { readConfig } from '../../config/config.ts';
import { ManualClock } from '../../platform/clock.ts';
import { createIdMaker } from '../../platform/ids.ts';
import { createLogger } from '../../platform/logger.ts';
import { Sightings } from '../fairplay/sightings.ts';
import { connect, issueNonce, type SignedIn } from './service.ts';
import type { Auth, SessionContext } from './sessions.ts';
import { createTokenService } from './tokens.ts';

export interface TestContext extends SessionContext {
  readonly sightings: Sightings;
  readonly clock: ManualClock;
  /** So that a second process can be made that accepts the same tokens. */
  readonly secret: string;
}

export const ORIGIN = 'http://localhost:3000';
export const DAY_MS = 86_400_000;

/** One process of the program. Give the `peer` whose clock and secret it shares when it is the second one. */
export function createTestContext(pool: Pool, config: Partial<Config> = {}, peer?: TestContext): TestContext {
  const clock = peer?.clock ?? new ManualClock(Date.parse('2026-03-01T12:00:00Z'));
  const secret = peer?.secret ?? randomBytes(32).toString('hex');
  return {
    pool,
    clock,
    secret,
    newId: createIdMaker(clock),
    config: { ...readConfig({ NODE_ENV: 'test' }), ...config },
    log: createLogger('silent'),
    tokens: createTokenService(secret, clock),
    sightings: new Sightings(),
  };
}

export type Player = ReturnType<typeof privateKeyToAccount>;
export const newPlayer = (): Player => privateKeyToAccount(generatePrivateKey());

/** A sign-in from the first question to the open session. */
export async function signIn(ctx: SessionContext, player: Player, kind: Auth['kind'] = 'token'): Promise<SignedIn> {
  const { message } = await issueNonce(ctx, { walletAddress: player.address, origin: ORIGIN });
  const signature = await player.signMessage({ message });
  return connect(ctx, { walletAddress: player.address, message, signature, kind });
}

export async function count(pool: Pool, sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${sql}`, values);
  return rows[0]?.n ?? 0;
}
