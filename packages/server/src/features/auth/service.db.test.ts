import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { legacyMessage } from './message.ts';
import { connect, issueNonce, signOut } from './service.ts';
import { authenticate } from './sessions.ts';
import { count, createTestContext, newPlayer, ORIGIN, type Player, signIn, type TestContext } from './testKit.ts';
import { walletBytes } from './wallet.ts';

let database: TestDatabase;
let ctx: TestContext;
let player: Player;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  ctx = createTestContext(database.pool);
  player = newPlayer();
});

const ask = (walletAddress: string = player.address) => issueNonce(ctx, { walletAddress, origin: ORIGIN });
async function signedRequest(signer: Player = player) {
  const { message } = await ask(signer.address);
  const signature = await signer.signMessage({ message });
  return { walletAddress: signer.address, message, signature, kind: 'token' as const };
}
const sessionsOf = (who: Player) =>
  count(database.pool, 'sessions s join users u on u.id = s.user_id where u.wallet = $1', [walletBytes(who.address)]);
const code = (value: string) => expect.objectContaining({ code: value });

describe('signing in', () => {
  it('opens a session and makes the player', async () => {
    const { auth, secret, user } = await connect(ctx, await signedRequest());
    expect(user).toEqual({
      id: auth.userId,
      walletAddress: player.address,
      username: null,
      tribeId: null,
      gold: 1000,
      victoryPoints: 0,
    });
    expect(await authenticate(ctx, { bearer: secret })).toEqual(auth);
    expect(auth.expiresAtMs).toBe(ctx.clock.nowMs() + 7 * 86_400_000);
  });

  it('lets exactly one of fifty sign-ins with one nonce through', async () => {
    const request = await signedRequest();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => connect(ctx, request)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toEqual(code('INVALID_NONCE'));
    expect(await sessionsOf(player)).toBe(1);
  });

  it('makes one player of fifty first sign-ins at once', async () => {
    const requests = await Promise.all(Array.from({ length: 50 }, () => signedRequest()));
    const results = await Promise.all(requests.map((request) => connect(ctx, request)));
    expect(new Set(results.map(({ user }) => user.id)).size).toBe(1);
    expect(await sessionsOf(player)).toBe(50);
  });

  it('sees one player in a hundred spellings of an address', async () => {
    const ids = new Set<string>();
    const spellings = new Set<string>();
    for (let i = 0; i < 100; i++) {
      let letter = 0;
      const walletAddress = player.address
        .toLowerCase()
        .replace(/(?<!^0)[a-f]/g, (c) => ((i >> (letter++ % 7)) % 2 === 1 ? c.toUpperCase() : c));
      spellings.add(walletAddress);
      const { message } = await ask(walletAddress);
      const signature = await player.signMessage({ message });
      ids.add((await connect(ctx, { walletAddress, message, signature, kind: 'token' })).user.id);
    }
    expect(spellings.size).toBeGreaterThan(50);
    expect(ids.size).toBe(1);
    expect(await count(database.pool, 'users where wallet = $1', [walletBytes(player.address)])).toBe(1);
  });

  it('refuses a signed message the second time', async () => {
    const request = await signedRequest();
    await connect(ctx, request);
    await expect(connect(ctx, request)).rejects.toEqual(code('INVALID_NONCE'));
  });

  it('refuses a replay also after its nonce was cleared away', async () => {
    const request = await signedRequest();
    await connect(ctx, request);
    ctx.clock.advance(3_600_000);
    for (let i = 0; i < 3; i++) await ask();
    expect(await count(database.pool, 'login_nonces where message = $1', [request.message])).toBe(0);
    await expect(connect(ctx, request)).rejects.toEqual(code('INVALID_NONCE'));
  });

  it('refuses a message after five minutes, not before', async () => {
    const [early, late] = [await signedRequest(), await signedRequest()];
    ctx.clock.advance(299_999);
    await connect(ctx, early);
    ctx.clock.advance(1);
    await expect(connect(ctx, late)).rejects.toEqual(code('INVALID_NONCE'));
  });

  it.each(['null', 'undefined', '{"order":null}', '\u0000', '\ud800'])(
    'refuses the signed text %j',
    async (message) => {
      const signature = await player.signMessage({ message });
      const request = { walletAddress: player.address, message, signature, kind: 'token' as const };
      await expect(connect(ctx, request)).rejects.toEqual(code('INVALID_NONCE'));
      expect(await sessionsOf(player)).toBe(0);
    },
  );

  it('refuses a message that only contains the nonce, and uses the nonce up', async () => {
    const { message } = await ask();
    for (const other of [message.replace('localhost:3000', 'evil.example'), `${message}\n`, message]) {
      const signature = await player.signMessage({ message: other });
      const request = { walletAddress: player.address, message: other, signature, kind: 'token' as const };
      await expect(connect(ctx, request)).rejects.toEqual(code('INVALID_NONCE'));
    }
    expect(await sessionsOf(player)).toBe(0);
  });

  it("refuses another wallet's signature, and the nonce stays used", async () => {
    const { message } = await ask();
    const request = { walletAddress: player.address, message, kind: 'token' as const };
    const foreign = await newPlayer().signMessage({ message });
    await expect(connect(ctx, { ...request, signature: foreign })).rejects.toEqual(code('INVALID_SIGNATURE'));
    const own = await player.signMessage({ message });
    await expect(connect(ctx, { ...request, signature: own })).rejects.toEqual(code('INVALID_NONCE'));
    expect(await sessionsOf(player)).toBe(0);
  });

  it("refuses somebody else's nonce without using it up", async () => {
    const request = await signedRequest();
    const thief = newPlayer();
    const signature = await thief.signMessage({ message: request.message });
    const stolen = { ...request, walletAddress: thief.address, signature };
    await expect(connect(ctx, stolen)).rejects.toEqual(code('INVALID_NONCE'));
    expect((await connect(ctx, request)).user.walletAddress).toBe(player.address);
  });

  it.each(['0x00', '0xff', `0x${'00'.repeat(65)}`, `0x${'ff'.repeat(66)}`])(
    'refuses the garbage signature %s',
    async (signature) => {
      await expect(connect(ctx, { ...(await signedRequest()), signature })).rejects.toEqual(code('INVALID_SIGNATURE'));
    },
  );

  it('gives the nonce back when the chain could not be asked', async () => {
    const offline = createTestContext(database.pool, { ethRpcUrl: 'http://127.0.0.1:9' }, ctx);
    const request = await signedRequest();
    const unknown = { ...request, signature: '0x1234' };
    await expect(connect(offline, unknown)).rejects.toEqual(code('SERVICE_UNAVAILABLE'));
    expect((await connect(offline, request)).user.walletAddress).toBe(player.address);
  });
});

describe('the plain-text message', () => {
  const plain = async () => {
    const { nonce } = await ask();
    const message = legacyMessage(nonce);
    const signature = await player.signMessage({ message });
    return { walletAddress: player.address, message, signature, kind: 'token' as const };
  };

  it('is refused unless the operator asks for it', async () => {
    await expect(connect(ctx, await plain())).rejects.toEqual(code('INVALID_NONCE'));
  });

  it('is accepted beside the other one when the operator asks for it', async () => {
    const legacy = createTestContext(database.pool, { authLegacyMessage: true }, ctx);
    expect((await connect(legacy, await plain())).user.walletAddress).toBe(player.address);
    expect((await signIn(legacy, player)).user.walletAddress).toBe(player.address);
  });
});

describe('nonces', () => {
  it('name the chain and the page that were asked for', async () => {
    const origin = 'https://play.example';
    const { message } = await issueNonce(ctx, { walletAddress: player.address, chainId: 137, origin });
    expect(message).toContain('play.example wants you');
    expect(message).toContain(player.address);
    expect(message).toContain('Chain ID: 137\n');
  });

  it('survive a flood of a thousand for the same wallet', async () => {
    const request = await signedRequest();
    for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 50 }, () => ask()));
    expect((await connect(ctx, request)).user.walletAddress).toBe(player.address);
    expect((await signIn(ctx, player)).user.walletAddress).toBe(player.address);
  });

  it('are bounded per wallet, the oldest making room', async () => {
    const wallet = walletBytes(player.address);
    await database.pool.query(
      `insert into login_nonces (nonce, wallet, message, expires_at)
       select 'flood-' || i, $1, 'x', $2::timestamptz + i * interval '1 ms' from generate_series(1, 3000) i`,
      [wallet, new Date(ctx.clock.nowMs())],
    );
    const { nonce } = await ask();
    expect(await count(database.pool, 'login_nonces where wallet = $1', [wallet])).toBe(2000);
    expect(await count(database.pool, 'login_nonces where nonce = any($1)', [[nonce, 'flood-3000']])).toBe(2);
  });

  it('are cleared away after they have expired', async () => {
    const { nonce } = await ask();
    ctx.clock.advance(300_000);
    for (let i = 0; i < 60; i++) await ask(newPlayer().address);
    expect(await count(database.pool, 'login_nonces where nonce = $1', [nonce])).toBe(0);
  });
});

describe('signing out', () => {
  it('ends a token session at once and may be repeated', async () => {
    const { secret } = await signIn(ctx, player);
    expect(await authenticate(ctx, { bearer: secret })).not.toBeNull();
    await signOut(ctx, { bearer: secret });
    await signOut(ctx, { bearer: secret });
    expect(await authenticate(ctx, { bearer: secret })).toBeNull();
  });

  it('ends a cookie session at once', async () => {
    const { secret } = await signIn(ctx, player, 'cookie');
    expect(await authenticate(ctx, { cookie: secret })).not.toBeNull();
    await signOut(ctx, { cookie: secret });
    expect(await authenticate(ctx, { cookie: secret })).toBeNull();
  });

  it("leaves the player's other sessions open", async () => {
    const [first, second] = [await signIn(ctx, player), await signIn(ctx, player)];
    await signOut(ctx, { bearer: first.secret });
    expect(await authenticate(ctx, { bearer: second.secret })).toEqual(second.auth);
  });
});
