/**
 * Every example of docs/API.md, taken from the page and run with the typed client against a real server. Most succeed; those that need a state
 * of the world that this test does not make are refused with the code that is named here, so that an example with a wrong form cannot stay.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { adminPaths } from '@cryptotribes/protocol/client/adminPaths';
import { type ApiClient, createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { appealPaths } from '@cryptotribes/protocol/client/appealPaths';
import { TERMS_VERSION } from '@cryptotribes/protocol/core/terms';
import { type RouteName, routes } from '@cryptotribes/protocol/routes';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNKNOWN_ID } from '../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import type { TestPlayer } from '../testing/testPlayer.ts';

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../../../docs/API.md'), 'utf8');

/** Route → its example. */
const examples = new Map<RouteName, string>(
  [...PAGE.matchAll(/^#### [A-Z]+ \S+\n\n.*\(`([\w.]+)`[\s\S]*?^```js\n([\s\S]*?)\n```$/gm)].map(([, name, code]) => [
    name as RouteName,
    code as string,
  ]),
);

/** What answers where this world has nothing to answer with. */
const REFUSED: Partial<Record<RouteName, string>> = {
  'admin.answerAppeal': 'APPEAL_NOT_FOUND',
  'admin.approve': 'PROPOSAL_NOT_FOUND',
  'admin.ban': 'CONFIRMATION_MISMATCH',
  'admin.batchPayouts': 'CONFIRMATION_MISMATCH',
  'admin.cancelSeason': 'CONFIRMATION_MISMATCH',
  'admin.closeSeason': 'CONFIRMATION_MISMATCH',
  'admin.decideDeposit': 'ACT_NOT_POSSIBLE',
  'admin.decideFlag': 'FLAG_NOT_FOUND',
  'admin.decline': 'PROPOSAL_NOT_FOUND',
  'admin.forfeitPayout': 'PAYOUT_NOT_FOUND',
  'admin.holdPayout': 'PAYOUT_NOT_FOUND',
  'admin.markRefundPaid': 'ACT_NOT_POSSIBLE',
  'admin.openSeason': 'ACT_NOT_POSSIBLE',
  'admin.openVault': 'PAYMENTS_OFF',
  'admin.payment': 'PAYMENT_NOT_FOUND',
  'admin.payoutDryRun': 'ACT_NOT_POSSIBLE',
  'admin.planPayouts': 'ACT_NOT_POSSIBLE',
  'admin.proposePayouts': 'CONFIRMATION_MISMATCH',
  'admin.refund': 'PAYMENT_NOT_FOUND',
  'admin.releasePayout': 'PAYOUT_NOT_FOUND',
  'admin.resumePayouts': 'ACT_NOT_POSSIBLE',
  'admin.retryPayout': 'PAYOUT_NOT_FOUND',
  'admin.retryPlan': 'ACT_NOT_POSSIBLE',
  'admin.retryRefund': 'ACT_NOT_POSSIBLE',
  'admin.takeBackPlan': 'ACT_NOT_POSSIBLE',
  'admin.withdraw': 'PROPOSAL_NOT_FOUND',
  'appeals.write': 'APPEAL_NOT_POSSIBLE',
  'appeals.writeWithTicket': 'TICKET_INVALID',
  'payments.createEntryFee': 'SEASON_IS_FREE',
  'payments.cryptoConfirm': 'PAYMENTS_OFF',
  'payments.cryptoQuote': 'SEASON_IS_FREE',
  'payouts.claim': 'PAYOUT_NOT_FOUND',
  'seasons.export': 'SEASON_NOT_OVER',
  'seasons.reveal': 'SEASON_NOT_OVER',
};

/** A new village cannot be raided for so long. */
const SHIELD_MS = 24 * 3_600_000;

type World = Record<string, unknown>;
const AsyncFunction = (async () => {}).constructor as new (...names: string[]) => (...values: unknown[]) => unknown;

/** Runs an example with these variables; 'ok', the status of a plain answer, or the code of the refusal. */
async function run(example: string, world: World): Promise<string> {
  try {
    const names = Object.keys(world);
    const body = example.replace(/^await /, 'return await ');
    const answer = await new AsyncFunction(...names, body)(...names.map((name) => world[name]));
    return answer instanceof Response && !answer.ok
      ? ((await answer.json()) as { error: { code: string } }).error.code
      : 'ok';
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

describe('the examples of the API page', () => {
  let app: TestApp;
  let chieftain: TestPlayer & { tribeId: string };
  let mate: TestPlayer;
  let admin: TestPlayer;
  let battleId: string;

  const clientOf = (token: string | null): ApiClient =>
    createApiClient({
      baseUrl: app.url,
      getToken: () => token,
      retries: 0,
      morePaths: { ...adminPaths, ...appealPaths },
    });

  beforeAll(async () => {
    app = await startTestApp();
    chieftain = await app.newChieftain({ gold: 1_000, army: { militia: 60 } });
    mate = await app.newPlayer();
    await app.admit(chieftain.tribeId, chieftain, mate);
    admin = await app.newAdmin('support', 'operator', 'treasurer');
    battleId = (await app.attack(chieftain, 30, { militia: 30 })).battleId;
    await app.settle();
    await app.hold(21, chieftain.tribeId, [
      { player: chieftain, army: { militia: 5 } },
      { player: mate, army: { militia: 5 } },
    ]);
  });
  afterAll(() => app?.stop());

  /** What is made just for one example, so that the order of the page does not matter. */
  const prepared: Partial<Record<RouteName, () => Promise<World>>> = {
    'auth.connect': async () => signedMessage(),
    'auth.refresh': freshSession,
    'auth.logout': freshSession,
    'auth.endSession': async () => {
      await app.signIn(undefined, mate.account);
      const { sessions } = await mate.call('auth.sessions');
      return { api: clientOf(mate.token), sessionId: sessions.find(({ isThis }) => !isThis)?.id };
    },
    'training.complete': async () => ({ queueId: await batch(true) }),
    'training.cancel': async () => ({ queueId: await batch(false) }),
    'buildings.complete': async () => {
      app.clock.advance(3_600_000);
      return {};
    },
    'battles.attackTerritory': async () => ({ territoryId: app.territory(31) }),
    'battles.raidVillage': async () => {
      const { id } = await app.newPlayer();
      app.clock.advance(SHIELD_MS);
      return { userId: id };
    },
    'tribes.create': async () => ({ api: clientOf((await app.newPlayer()).token) }),
    'tribes.invite': async () => ({ userId: (await app.newPlayer()).id }),
    'tribes.acceptInvite': async () => invitation('guest'),
    'tribes.declineInvite': async () => invitation('guest'),
    'tribes.withdrawInvite': async () => invitation('chieftain'),
    'tribes.request': async () => ({ api: clientOf((await app.newPlayer()).token) }),
    'tribes.acceptRequest': async () => ({ userId: (await applicant()).id }),
    'tribes.declineRequest': async () => ({ userId: (await applicant()).id }),
    'tribes.leave': async () => ({ api: clientOf((await newMate()).token) }),
    'tribes.setRole': async () => ({ userId: (await newMate()).id }),
    'tribes.dismiss': async () => ({ userId: (await newMate()).id }),
    'tribes.mute': async () => ({ userId: (await newMate()).id }),
    'tribes.reportMessage': async () => {
      const message = await mate.call('tribes.postMessage', {
        params: { tribeId: chieftain.tribeId },
        body: { text: 'Hold the lake.' },
      });
      return { messageId: message.messageId };
    },
    'seasons.join': async () => ({ api: clientOf((await app.signIn()).token) }),
    'appeals.show': async () => signedMessage(),
  };

  async function signedMessage(): Promise<World> {
    const account = privateKeyToAccount(`0x${'42'.repeat(32)}`);
    const walletAddress = account.address;
    const { message } = await clientOf(null).call('auth.nonce', { body: { walletAddress } });
    return { api: clientOf(null), walletAddress, message, signature: await account.signMessage({ message }) };
  }
  async function freshSession(): Promise<World> {
    return { api: clientOf((await app.signIn(undefined, mate.account)).token) };
  }
  async function batch(isFinished: boolean): Promise<string> {
    await app.give(chieftain, { gold: 1_000 });
    const { queueId } = await chieftain.call('training.start', { body: { unitType: 'militia', quantity: 1 } });
    if (isFinished) app.clock.advance(86_400_000);
    return queueId;
  }
  async function newMate(): Promise<TestPlayer> {
    const player = await app.newPlayer();
    await app.admit(chieftain.tribeId, chieftain, player);
    return player;
  }
  async function applicant(): Promise<TestPlayer> {
    const player = await app.newPlayer();
    await player.call('tribes.request', { params: { tribeId: chieftain.tribeId } });
    return player;
  }
  async function invitation(who: 'guest' | 'chieftain'): Promise<World> {
    const guest = await app.newPlayer();
    const { inviteId } = await chieftain.call('tribes.invite', {
      params: { tribeId: chieftain.tribeId },
      body: { userId: guest.id, role: 'warrior' },
    });
    return { inviteId, ...(who === 'guest' ? { api: clientOf(guest.token) } : {}) };
  }

  it('are there for every route', () => {
    expect([...examples.keys()].sort()).toEqual(Object.keys(routes).sort());
  });

  it('run as they stand, or are refused for what this world does not have', async () => {
    const ends: Partial<Record<RouteName, string>> = {};
    for (const [name, example] of examples) {
      const caller = name.startsWith('admin.') ? admin : chieftain;
      const world: World = {
        ...{ api: clientOf(caller.token), url: app.url, token: caller.token },
        ...{ userId: mate.id, seasonId: app.seasonId, tribeId: chieftain.tribeId, territoryId: app.territory(21) },
        ...{ battleId, walletAddress: mate.wallet, txHash: `0x${'ab'.repeat(32)}`, termsVersion: TERMS_VERSION },
        ...{ confirm: 'another name', reference: `1:0x${'ab'.repeat(32)}:0`, ticket: 'ab.1.cd', stopId: '999999' },
        ...{ messageId: UNKNOWN_ID, flagId: UNKNOWN_ID, appealId: UNKNOWN_ID, proposalId: UNKNOWN_ID },
        ...{ paymentId: UNKNOWN_ID, refundId: UNKNOWN_ID, queueId: UNKNOWN_ID, inviteId: UNKNOWN_ID },
        ...(await prepared[name]?.()),
      };
      const end = await run(example, world);
      if (end !== 'ok') ends[name] = end;
    }
    expect(ends).toEqual(REFUSED);
  });
});
