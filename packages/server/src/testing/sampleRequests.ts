/** A well-formed request for every route, for tests that go through all of them. Its ids exist only as far as they are given. */

import { fillPath } from '@cryptotribes/protocol/client/apiClient';
import type { RouteDefinition } from '@cryptotribes/protocol/core/route';
import { TERMS_VERSION } from '@cryptotribes/protocol/core/terms';
import { type RouteName, routes } from '@cryptotribes/protocol/routes';

const ENDPOINT = 'https://push.cryptotribes.io/device/1';
export const UNKNOWN_ID = 'f0f0f0f0f0f0f0f0f0f0f0f0';

export interface Ids {
  userId: string;
  seasonId: string;
  territoryId: string;
  tribeId: string;
}
const UNKNOWN: Ids = { userId: UNKNOWN_ID, seasonId: UNKNOWN_ID, territoryId: UNKNOWN_ID, tribeId: UNKNOWN_ID };

/** The bodies alone, with unknown ids. */
export const sampleBodies = (): Partial<Record<RouteName, Record<string, unknown>>> => bodies(UNKNOWN);

export interface Sample {
  name: RouteName;
  definition: RouteDefinition;
  method: string;
  path: string;
  /** Undefined where the route takes none. */
  body: Record<string, unknown> | undefined;
}

const army = { militia: 1, spearman: 0, archer: 0, cavalry: 0 };

function bodies(ids: Ids): Partial<Record<RouteName, Record<string, unknown>>> {
  const reason = 'As agreed on Monday.';
  const walletAddress = '0x52908400098527886E0F7030069857D2E4169EE7';
  return {
    'auth.nonce': { walletAddress, chainId: 1 },
    'auth.connect': { walletAddress, signature: `0x${'00'.repeat(65)}`, message: 'Sign in' },
    'users.update': { homeFormation: 'balanced' },
    'buildings.upgrade': { buildingType: 'barracks' },
    'buildings.complete': { buildingType: 'barracks' },
    'training.start': { unitType: 'militia', quantity: 1 },
    'training.complete': { queueId: UNKNOWN_ID },
    'territories.garrison': { units: army, formation: 'balanced' },
    'territories.withdraw': { units: army },
    'battles.attackTerritory': {
      territoryId: ids.territoryId,
      army,
      formation: 'balanced',
      clientSeed: 'ab'.repeat(16),
    },
    'battles.raidCamp': { level: 1, army, formation: 'balanced', clientSeed: 'ab'.repeat(16) },
    'battles.raidVillage': { userId: ids.userId, army, formation: 'balanced', clientSeed: 'ab'.repeat(16) },
    'battles.simulate': {
      terrain: 'plains',
      attacker: { army, formation: 'balanced', workshopLevel: 1 },
      defender: { formation: 'balanced', contributors: [{ userId: null, units: army, workshopLevel: 1 }] },
      siegeFatigueBp: 0,
    },
    'events.read': { upTo: 0 },
    'checklist.update': { done: ['odds'] },
    'settings.update': { textSize: 110 },
    'payments.confirmTerms': { termsVersion: TERMS_VERSION, adult: true },
    'payments.createEntryFee': { seasonId: ids.seasonId },
    'payments.cryptoQuote': { seasonId: ids.seasonId },
    'payments.cryptoConfirm': { txHash: `0x${'ab'.repeat(32)}` },
    'appeals.write': { text: 'I play alone, from my own telephone.' },
    'appeals.show': { walletAddress, signature: `0x${'00'.repeat(65)}`, message: 'Sign in' },
    'appeals.writeWithTicket': { ticket: 'ab.1.cd', text: 'I play alone, from my own telephone.' },
    'push.subscribe': { endpoint: ENDPOINT, keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) } },
    'push.unsubscribe': { endpoint: ENDPOINT },
    'tribes.create': { name: 'Sons of Ymir', tag: 'YMI' },
    'tribes.invite': { userId: ids.userId, role: 'warrior' },
    'tribes.setRole': { role: 'captain' },
    'tribes.sendHome': { territoryId: ids.territoryId, units: army },
    'tribes.postMessage': { text: 'Hold the lake.' },
    'tribes.readMessages': { upTo: 1 },
    'tribes.reportMessage': { reason: 'spam' },
    'tribes.mute': { minutes: 10 },
    'admin.createSeason': { name: 'Season {n}', seasonStart: '2026-06-01T18:00:00.000Z', speed: 1, entryFee: 25 },
    'admin.openSeason': { reason },
    // Nothing is done: what has to be typed is something else.
    'admin.closeSeason': { reason, confirm: 'another name' },
    'admin.cancelSeason': { reason, confirm: 'another name' },
    'admin.ban': { reason, confirm: 'another name' },
    'admin.endSessions': { reason },
    'admin.restrict': { reason },
    'admin.lift': { reason },
    'admin.raiseFlag': { userId: ids.userId, reason },
    'admin.decideFlag': { decision: 'banned', note: reason, confirm: 'another name' },
    'admin.answerAppeal': { decision: 'kept', answer: reason },
    'admin.refund': { reason, confirm: 'another name' },
    'admin.retryRefund': { reason },
    'admin.resumePayouts': { reason },
    'payouts.claim': { txHash: `0x${'ab'.repeat(32)}` },
    'admin.planPayouts': { reason },
    'admin.proposePayouts': { reason, confirm: 'another name' },
    'admin.holdPayout': { reason },
    'admin.releasePayout': { reason },
    'admin.retryPayout': { reason },
    'admin.retryPlan': { reason },
    'admin.takeBackPlan': { reason },
    'admin.forfeitPayout': { reason, confirm: 'forfeit 1' },
    'admin.batchPayouts': { reason, confirm: 'another name' },
    'admin.openVault': { reason },
    'admin.decideDeposit': { reference: `1:0x${'ab'.repeat(32)}:0`, decision: 'dismiss', reason },
    'admin.markRefundPaid': { proof: 're_by_hand', reason },
    'admin.approve': { confirm: 'another name' },
    'admin.decline': { reason },
  };
}

/** What a route cannot do without behind its path. */
export const sampleQueries: Partial<Record<RouteName, string>> = {
  'tribes.findPlayers': '?search=Yrsa',
  'payments.options': `?seasonId=${UNKNOWN_ID}`,
};

/** One request for each route of the contract; path parameters that are not given are unknown ids. */
export function sampleRequests(given: Partial<Ids> = {}): Sample[] {
  const ids: Ids = { ...UNKNOWN, ...given };
  const params = {
    ...ids,
    battleId: UNKNOWN_ID,
    queueId: UNKNOWN_ID,
    inviteId: UNKNOWN_ID,
    messageId: UNKNOWN_ID,
    sessionId: UNKNOWN_ID,
    flagId: UNKNOWN_ID,
    appealId: UNKNOWN_ID,
    proposalId: UNKNOWN_ID,
    paymentId: UNKNOWN_ID,
    refundId: UNKNOWN_ID,
    stopId: '999999',
  };
  const all = bodies(ids);
  return (Object.keys(routes) as RouteName[]).map((name) => {
    const definition: RouteDefinition = routes[name];
    const path = `${fillPath(definition.path, params)}${sampleQueries[name] ?? ''}`;
    return { name, definition, method: definition.method, path, body: all[name] };
  });
}
