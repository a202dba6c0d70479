import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { insertPayment } from '../payments/queries.ts';
import { settleEntry } from '../payments/settle.ts';
import { revokeRole } from './roles.ts';

const HOUR_MS = 3_600_000;
const reason = 'As agreed on Monday.';
let app: TestApp;
let operator: TestPlayer;
let second: TestPlayer;
let treasurer: TestPlayer;
let support: TestPlayer;
beforeAll(async () => {
  app = await startTestApp();
  operator = await app.newAdmin('operator');
  second = await app.newAdmin('operator');
  treasurer = await app.newAdmin('treasurer');
  support = await app.newAdmin('support');
});
afterAll(() => app.stop());

/** A player who has paid for a seat in the season. */
async function pay(seasonId: string, n: number): Promise<void> {
  const { ctx } = app;
  const player = await app.signIn();
  const payment = {
    id: ctx.newId(),
    season_id: seasonId,
    user_id: player.id,
    method: 'crypto',
    currency: 'USDT',
  } as const;
  await inTransaction(ctx, async (tx) => {
    await insertPayment(tx, { ...payment, amount_micro: 25_000_000 }, ctx.clock.nowMs(), null);
    await settleEntry(ctx, tx, {
      paymentId: payment.id,
      reference: `31337:0x${seasonId}:${n}`,
      receivedMicro: 25_000_000,
      paidAtMs: ctx.clock.nowMs(),
    });
  });
}

const inHours = (hours: number): string => new Date(app.clock.nowMs() + hours * HOUR_MS).toISOString();
const plan = { name: 'Season {n}: Frost', speed: 10, entryFee: 25, rulesetId: 'season1' };
const create = (more: object = {}) =>
  operator.call('admin.createSeason', { body: { ...plan, seasonStart: inHours(48), ...more } });
const acts = async (target: string) =>
  (await support.call('admin.audit', { query: { target } })).entries.map(({ action, person, reason: why }) => [
    action,
    person?.userId ?? null,
    why,
  ]);
const statusOf = async (id: string) =>
  (await app.sql<{ status: string }>('select status from seasons where id = $1', [id]))[0]?.status;

describe('planning a season', () => {
  it('gives each of several that are made at once a number of its own', async () => {
    const seasons = await Promise.all(times(6, () => create()));
    const numbers = seasons.map(({ seasonNumber }) => seasonNumber).sort((a, b) => a - b);
    expect(numbers).toEqual(times(6, (n) => (numbers[0] as number) + n));
  });

  it('makes it with its land and publishes the commitment at once', async () => {
    const season = await create({ registrationStart: inHours(24) });
    expect(season).toMatchObject({
      name: `Season ${season.seasonNumber}: Frost`,
      status: 'registration',
      speed: 10,
      entryFeeMicro: 25_000_000,
      registrationStart: inHours(24),
      seasonStart: inHours(48),
      seasonEnd: inHours(48 + 24),
      players: 0,
      revealedAt: null,
      cancelProposalId: null,
    });
    const published = await support.call('seasons.commitment', { params: { seasonId: season.seasonId } });
    expect(season.commitment).toBe(published.commitment);
    expect(await app.number('select count(*) from territories where season_id = $1', [season.seasonId])).toBe(50);
    expect(await acts(season.seasonId)).toEqual([['season.create', operator.id, null]]);
    const { seasons, rulesets } = await treasurer.call('admin.seasons');
    expect(seasons[0]).toEqual(season);
    expect(rulesets).toEqual(['season1', 'season2', 'blitz']);
  });

  it.each([
    ['a start in the past', { seasonStart: '2026-02-01T00:00:00Z' }, '/seasonStart'],
    ['a start far away', { seasonStart: '2028-01-01T00:00:00Z' }, '/seasonStart'],
    ['registration after the start', { registrationStart: '2026-04-01T00:00:00Z' }, '/registrationStart'],
    ['another fee', { entryFee: 10 }, '/entryFee'],
    ['an unknown ruleset', { rulesetId: 'season9' }, '/rulesetId'],
    ['a name of blanks', { name: '     ' }, '/name'],
  ])('refuses %s and says where', async (_name, more, field) => {
    const before = await app.number('select count(*) from seasons');
    const error = await refused(create(more), 'VALIDATION_FAILED');
    expect(error.details.issues).toEqual([{ field, problem: expect.any(String) }]);
    expect(await app.number('select count(*) from seasons')).toBe(before);
  });

  it('happens once for one Idempotency-Key', async () => {
    const body = { ...plan, seasonStart: inHours(48) };
    const answers = await Promise.all(
      times(5, () => operator.call('admin.createSeason', { body, idempotencyKey: 'season-once-1' })),
    );
    expect(new Set(answers.map((season) => season.seasonId)).size).toBe(1);
  });
});

describe('opening registration and closing a season', () => {
  it('opens now instead of later, and may be asked for again', async () => {
    const { seasonId } = await create({ registrationStart: inHours(24) });
    const order = { params: { seasonId }, body: { reason } };
    expect((await operator.call('admin.openSeason', order)).registrationStart).toBe(inHours(0));
    await operator.call('admin.openSeason', order);
    expect(await acts(seasonId)).toEqual([
      ['season.open', operator.id, reason],
      ['season.create', operator.id, null],
    ]);
  });

  it('ends a running one in a minute, after the name was typed', async () => {
    const season = await app.newSeason();
    const params = { seasonId: season.id };
    const wrong = { reason, confirm: season.name.toLowerCase() };
    const error = await refused(operator.call('admin.closeSeason', { params, body: wrong }), 'CONFIRMATION_MISMATCH');
    expect(error.details).toEqual({ expected: season.name });
    const closed = await operator.call('admin.closeSeason', { params, body: { reason, confirm: season.name } });
    expect(closed.seasonEnd).toBe(new Date(app.clock.nowMs() + 60_000).toISOString());
    const [entry] = (await support.call('admin.audit', { query: { target: season.id } })).entries;
    expect(entry).toMatchObject({
      action: 'season.close',
      role: 'operator',
      reason,
      before: { seasonEnd: new Date(season.season_end).toISOString() },
      after: { seasonEnd: closed.seasonEnd },
    });
  });

  it('says why something cannot be done', async () => {
    const season = await create();
    const params = { seasonId: season.seasonId };
    const error = await refused(
      operator.call('admin.closeSeason', { params, body: { reason, confirm: season.name } }),
      'ACT_NOT_POSSIBLE',
    );
    expect(error.message).toBe('The season is registration: only a running one can be closed.');
  });
});

describe('cancelling a free season', () => {
  it('shows what it would do and changes nothing', async () => {
    const season = await app.newSeason({ startsInMs: HOUR_MS });
    const player = await app.signIn();
    await player.call('seasons.join', { params: { seasonId: season.id } });
    const preview = await treasurer.call('admin.cancelPreview', { params: { seasonId: season.id } });
    expect(preview).toEqual({
      seasonId: season.id,
      players: 1,
      paidEntries: 0,
      refundsMicro: 0,
      tribes: 0,
      queuedOrders: 0,
      needsTwo: false,
      confirm: season.name,
    });
    expect(await statusOf(season.id)).toBe('registration');
  });

  it('is done at once by one operator, with the reason kept', async () => {
    const season = await app.newSeason({ startsInMs: HOUR_MS });
    const answer = await operator.call('admin.cancelSeason', {
      params: { seasonId: season.id },
      body: { reason, confirm: season.name },
    });
    expect(answer).toMatchObject({ proposalId: null, season: { status: 'cancelled', revealedAt: inHours(0) } });
    expect(await acts(season.id)).toEqual([['season.cancel', operator.id, reason]]);
    await refused(
      operator.call('admin.cancelSeason', { params: { seasonId: season.id }, body: { reason, confirm: season.name } }),
      'ACT_NOT_POSSIBLE',
    );
  });
});

describe('cancelling a season with an entry fee', () => {
  /** A paid season, proposed for cancelling. */
  async function proposed() {
    const season = await create();
    for (const n of times(3, (index) => index)) await pay(season.seasonId, n);
    const order = { params: { seasonId: season.seasonId }, body: { reason, confirm: season.name } };
    const answer = await operator.call('admin.cancelSeason', order);
    const proposalId = answer.proposalId as string;
    expect(proposalId).toMatch(/^[0-9a-f]{24}$/);
    expect(answer.season).toMatchObject({ status: 'registration', cancelProposalId: proposalId });
    return { season, order, params: { proposalId }, body: { confirm: season.name } };
  }

  it('waits for a second person, who sees what it means', async () => {
    const { season, order, params, body } = await proposed();
    const [proposal] = (await treasurer.call('admin.proposals', { query: { status: 'open' } })).proposals;
    expect(proposal).toMatchObject({
      proposalId: params.proposalId,
      kind: 'season.cancel',
      target: { kind: 'season', id: season.seasonId },
      payload: { paidEntries: 3, refundsMicro: 75_000_000 },
      reason,
      proposedBy: { userId: operator.id },
      status: 'open',
      approvers: ['treasurer', 'operator'],
      mayDecide: true,
      mine: false,
    });
    await refused(operator.call('admin.cancelSeason', order), 'ALREADY_PROPOSED');
    await refused(operator.call('admin.approve', { params, body }), 'SECOND_PERSON_REQUIRED');
    await refused(support.call('admin.approve', { params, body }), 'FORBIDDEN');
    await refused(treasurer.call('admin.approve', { params, body: { confirm: 'yes' } }), 'CONFIRMATION_MISMATCH');
    expect(await statusOf(season.seasonId)).toBe('registration');
    expect(await treasurer.call('admin.approve', { params, body })).toEqual({ ...params, status: 'approved' });
    expect(await statusOf(season.seasonId)).toBe('cancelled');
    expect(await acts(season.seasonId)).toEqual([
      ['season.cancel', treasurer.id, reason],
      ['season.create', operator.id, null],
    ]);
    expect(await acts(params.proposalId)).toEqual([
      ['proposal.approve', treasurer.id, reason],
      ['proposal.make', operator.id, reason],
    ]);
  });

  it('is done once however many approve at the same moment', async () => {
    const { season, params, body } = await proposed();
    const calls = times(10, (n) => (n % 2 ? treasurer : second).call('admin.approve', { params, body }));
    expect(await outcomes(calls)).toEqual({ ok: 1, PROPOSAL_NOT_OPEN: 9 });
    expect((await acts(season.seasonId)).filter(([action]) => action === 'season.cancel')).toHaveLength(1);
  });

  it('does not happen when it is declined, and may then be proposed again', async () => {
    const { season, order, params, body } = await proposed();
    await refused(operator.call('admin.decline', { params, body: { reason } }), 'SECOND_PERSON_REQUIRED');
    await second.call('admin.decline', { params, body: { reason: 'Not before Friday.' } });
    await refused(treasurer.call('admin.approve', { params, body }), 'PROPOSAL_NOT_OPEN');
    expect(await statusOf(season.seasonId)).toBe('registration');
    expect((await operator.call('admin.cancelSeason', order)).proposalId).not.toBe(params.proposalId);
  });

  it('may be taken back by the one who proposed it and nobody else', async () => {
    const { params, body } = await proposed();
    await refused(second.call('admin.withdraw', { params }), 'FORBIDDEN');
    await operator.call('admin.withdraw', { params });
    await refused(second.call('admin.approve', { params, body }), 'PROPOSAL_NOT_OPEN');
  });

  it('expires after 48 hours to the millisecond', async () => {
    const { order, params, body } = await proposed();
    app.clock.advance(48 * HOUR_MS - 1);
    await refused(treasurer.call('admin.approve', { params, body: { confirm: 'x' } }), 'CONFIRMATION_MISMATCH');
    app.clock.advance(1);
    expect((await refused(treasurer.call('admin.approve', { params, body }), 'PROPOSAL_NOT_OPEN')).details).toEqual({
      status: 'expired',
    });
    const { proposals } = await second.call('admin.proposals', { query: { status: 'expired' } });
    expect(proposals.map((proposal) => proposal.proposalId)).toContain(params.proposalId);
    expect((await operator.call('admin.cancelSeason', order)).proposalId).not.toBeNull();
  });

  it('is refused when the proposer has lost the role meanwhile', async () => {
    const leaver = await app.newAdmin('operator');
    const season = await create();
    const { proposalId } = await leaver.call('admin.cancelSeason', {
      params: { seasonId: season.seasonId },
      body: { reason, confirm: season.name },
    });
    await revokeRole(app.ctx, leaver.wallet, 'operator');
    const order = { params: { proposalId: proposalId as string }, body: { confirm: season.name } };
    await refused(treasurer.call('admin.approve', order), 'ACT_NOT_POSSIBLE');
    expect(await statusOf(season.seasonId)).toBe('registration');
  });

  it('leaves the proposal open when the season has gone on', async () => {
    const { season, params, body } = await proposed();
    await app.sql(`update seasons set status = 'ended' where id = $1`, [season.seasonId]);
    await refused(treasurer.call('admin.approve', { params, body }), 'ACT_NOT_POSSIBLE');
    const { proposals } = await treasurer.call('admin.proposals', { query: { status: 'open' } });
    expect(proposals.map((proposal) => proposal.proposalId)).toContain(params.proposalId);
    await treasurer.call('admin.decline', { params, body: { reason } });
  });

  it('cannot be approved by the same person in the database either, nor changed, nor decided again', async () => {
    const { params } = await proposed();
    const set = (what: string) => app.sql(`update admin_proposals set ${what} where id = $1`, [params.proposalId]);
    const approval = `status = 'approved', decided_role = 'operator', decided_at = now()`;
    await expect(set(`${approval}, decided_by = proposed_by`)).rejects.toThrow('admin_proposals_two_people');
    await expect(set(`payload = '{"more": 1}'`)).rejects.toThrow('decided once, as it was made');
    await treasurer.call('admin.decline', { params, body: { reason } });
    await expect(set(`status = 'open', decided_by = null, decided_role = null, decided_at = null`)).rejects.toThrow(
      'decided once',
    );
    await expect(app.sql('delete from admin_proposals')).rejects.toThrow('cannot change');
  });
});
