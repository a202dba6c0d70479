/** Prizes in the browser: the winner's card and its Claim button, on a chain of the test. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { adminPaths } from '@cryptotribes/protocol/client/adminPaths';
import { createApiClient } from '@cryptotribes/protocol/client/apiClient';
import type { Payout } from '@cryptotribes/protocol/features/payouts';
import { grantRole } from '@cryptotribes/server/features/admin/roles';
import { buildPrizeTree, vaultSeasonId } from '@cryptotribes/server/features/payouts/prizeTree';
import { createSeason } from '@cryptotribes/server/features/seasons/service';
import { ManualClock } from '@cryptotribes/server/platform/clock';
import { inTransaction } from '@cryptotribes/server/platform/tx';
import { openTestChain, type TestChain } from '@cryptotribes/server/testing/chain/testChain';
import { findAnvil } from '@cryptotribes/server/testing/findPrograms';
import { enterPaid } from '@cryptotribes/server/testing/paidEntries';
import { endPaidSeason, makeUsers } from '@cryptotribes/server/testing/paidSeason';
import type { Browser, Locator, Page } from 'playwright-core';
import { encodeFunctionData, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DESKTOP, launchBrowser, PHONE, SIZES, visit } from './support/browser.ts';
import { axeViolations, brokenByLongText, widerThanWindow } from './support/checks.ts';
import { tell } from './support/notices.ts';
import { openAs } from './support/player.ts';
import { installWallet, newAccount, TestWallet, WALLET_NAME } from './support/wallet.ts';
import { startWorld, type World } from './support/world.ts';

const FEE = 25_000_000n;
const PRIZE = 21_250_001;
const DAY_SECONDS = 86_400;

describe.skipIf(!findAnvil(process.env).ok)('prizes', () => {
  let browser: Browser;
  let world: World;
  let chain: TestChain;
  beforeAll(async () => {
    [browser, chain] = await Promise.all([launchBrowser(), openTestChain()]);
    world = await startWorld({
      env: {
        PAYMENTS: 'crypto',
        ...chain.env,
        PAYOUT_REVIEW_MINUTES: '0',
      },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await chain?.stop();
  });

  async function expectFine(page: Page, what: string): Promise<void> {
    expect(await axeViolations(page), `axe, ${what}`).toEqual([]);
    expect(await widerThanWindow(page), what).toEqual([]);
  }

  const call = (functionName: 'setRoot', args: readonly [bigint, Hex, bigint, bigint, bigint]) =>
    chain.call(chain.operator, chain.vault, encodeFunctionData({ abi: seasonVaultAbi, functionName, args }));
  const balanceOf = async (account: Hex): Promise<bigint> => {
    const { erc20Abi } = await import('viem');
    return chain.client.readContract({
      address: chain.usdt,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [account],
    });
  };

  let seasons = 0;
  /** A season of the vault whose root gives this account its prize, and the payout as the server tells of it. */
  async function settled(account: Hex): Promise<Payout> {
    const seasonId = (++seasons).toString(16).padStart(24, '0');
    const season = vaultSeasonId(seasonId);
    await chain.openSeason(season, FEE, DAY_SECONDS);
    for (const player of chain.people.slice(0, 3)) await chain.enter(season, player);
    await chain.client.increaseTime({ seconds: DAY_SECONDS });
    await chain.mine(1);
    const others = chain.people.slice(0, 2).map((other) => ({ account: other, amountMicro: FEE }));
    const tree = buildPrizeTree(seasonId, [{ account, amountMicro: BigInt(PRIZE) }, ...others]);
    const { timestamp } = await chain.client.getBlock();
    const deadline = timestamp + BigInt(90 * DAY_SECONDS);
    await call('setRoot', [season, tree.root, tree.totalMicro, 0n, deadline]);
    return {
      ...{ seasonId, seasonNumber: seasons, seasonName: `Winter ${seasons}`, tribeRank: 2, role: 'warrior' },
      ...{ amountMicro: PRIZE, address: account, status: 'claimable', reviewEndsAt: new Date().toISOString() },
      claim: {
        ...{ chainId: chain.anvil.chainId, contract: chain.vault, season: season.toString(), account },
        ...{ amountMicro: PRIZE, proof: tree.proofOf(account) ?? [] },
        claimBefore: new Date(Number(deadline) * 1000).toISOString(),
      },
      ...{
        forfeitReason: null,
        claimTx: null,
        paidTx: null,
        paidAt: null,
        updatedAt: new Date().toISOString(),
      },
    };
  }

  describe.each(SIZES)('on a $name', (viewport) => {
    it('wait through review and approval, are fetched with one button, and leave a receipt', async () => {
      const player = await world.newPlayer(`Winner${viewport.name}`);
      let payout = await settled(player.account.address);
      const claimable = payout;
      const options = { viewport, origin: world.origin };
      await visit(browser, options, async ({ page, context }) => {
        await page.route('**/v1/payouts/**', (route) => {
          if (route.request().method() === 'POST') {
            const { txHash } = route.request().postDataJSON() as { txHash: string };
            payout = { ...payout, claimTx: txHash as Hex };
          }
          const data = route.request().method() === 'POST' ? payout : { payouts: [payout] };
          const meta = { timestamp: new Date().toISOString(), requestId: 'r' };
          return route.fulfill({ json: { success: true, data, meta } });
        });
        const wallet = new TestWallet(newAccount());
        wallet.node = chain.anvil;
        // Any account can send it: this one is not the winner's.
        await chain.client.setBalance({ address: wallet.address as Hex, value: 10n ** 18n });
        await installWallet(context, wallet);
        const become = async (next: Partial<Payout>) => {
          payout = { ...payout, ...next };
          const { seasonId, status, amountMicro, paidTx: txHash } = payout;
          await tell(world, player.userId, 'payout_updated', { seasonId, status, amountMicro, txHash });
          await page.locator(`[data-testid="payout-status"][data-status="${status}"]`).waitFor();
        };
        payout = { ...claimable, status: 'review', claim: null };
        await openAs(page, player, '/season');
        const card = page.getByTestId('payout');
        await card.getByText('21.250001').waitFor();
        await card.getByText('You need to do nothing.').waitFor();
        expect(await page.getByTestId('claim').count()).toBe(0);
        for (const status of ['held', 'planned', 'due', 'failed'] as const) await become({ status });
        await become(claimable);
        await expectFine(page, 'claimable');

        await page.getByTestId('claim').click();
        await card.getByRole('button', { name: `Use ${WALLET_NAME}` }).click();
        await card.getByText('Your wallet is on another network.').waitFor();
        wallet.rejectSignatures(1);
        await card.getByRole('button', { name: `Switch to network ${chain.anvil.chainId}` }).click();
        await card.getByRole('alert').getByText('You said no in the wallet. Nothing was sent.').waitFor();
        await page.getByTestId('claim').click();
        await card.getByRole('button', { name: `Switch to network ${chain.anvil.chainId}` }).click();
        await card.getByText('On its way.').waitFor();
        await expectFine(page, 'on its way');
        expect(await balanceOf(player.account.address)).toBe(BigInt(PRIZE));
        expect(payout.claimTx).toMatch(/^0x[0-9a-f]{64}$/);

        // Once more: the contract says why not, and nothing is sent.
        await page.getByTestId('claim').click();
        await card.getByRole('alert').getByText('This prize was fetched already.').waitFor();
        await become({ status: 'paid', paidTx: payout.claimTx, paidAt: new Date().toISOString() });
        expect(await page.getByTestId('claim').count()).toBe(0);
        await card.getByText('Proof', { exact: true }).click();
        await expectFine(page, 'paid');
        const download = page.waitForEvent('download');
        await card.getByRole('button', { name: 'Receipt (JSON)' }).click();
        expect((await download).suggestedFilename()).toBe(`cryptotribes-season-${payout.seasonNumber}-prize.json`);
        expect(await brokenByLongText(page)).toEqual([]);
      });
    });
  });

  /** A season of 25 that has ended with prizes; gives its number. */
  async function endedSeason(): Promise<number> {
    const { ctx } = world.program;
    const clock = new ManualClock(ctx.clock.nowMs());
    const app = {
      ctx: { ...ctx, clock },
      sql: async <R extends object>(text: string, values: unknown[] = []) =>
        (await ctx.pool.query(text, values)).rows as R[],
      newSeason: () =>
        inTransaction(ctx, (tx) =>
          createSeason(ctx, tx, {
            ...{ name: 'Winter of gold', speed: 1, startMs: clock.nowMs(), registrationStartMs: clock.nowMs() },
            ...{ entryFeeMicro: Number(FEE), tribesAtStart: 8, demo: false, lengthMs: 2_000 },
          }),
        ),
    };
    const { id, season_number: number } = await app.newSeason();
    const users = await makeUsers(app, 25);
    await enterPaid(
      app.ctx,
      id,
      users.map(({ userId }) => userId),
    );
    await endPaidSeason(app, { players: 25, seasonId: id, users });
    return number;
  }

  it('are planned, held, released and proposed by an administrator, and wait for a second one', async () => {
    const { ctx } = world.program;
    const treasurer = await world.newPlayer('Thorgil');
    await grantRole(ctx, treasurer.account.address, 'treasurer');
    const number = await endedSeason();
    const confirm = `pay season ${number}`;
    const options = { viewport: DESKTOP, origin: world.origin };
    const act = async (page: Page, label: string, typed?: string) => {
      const dialog = page.getByTestId('admin-act');
      const reason = dialog.locator('[name="reason"]');
      if ((await reason.count()) > 0) await reason.fill('As agreed on Monday.');
      if (typed !== undefined) await dialog.locator('[name="confirm"]').fill(typed);
      await dialog.getByRole('button', { name: label, exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await visit(browser, options, async ({ page }) => {
      await openAs(page, treasurer, '/admin/payouts');
      await page.getByText('No payout process has run.').waitFor();
      await page.getByText('Every refund is done.').waitFor();
      const row = page.getByTestId(`payouts-${number}`);
      await row.getByText('sum = pool').waitFor();
      await expectFine(page, 'payouts');
      await row.getByRole('link', { name: 'Show' }).click();
      await page.getByRole('button', { name: 'Make the plan' }).click();
      await act(page, 'Make the plan');
      await page.getByText('531.25 USDT').first().waitFor();
      const first = page.getByTestId('payout').first();
      await first.getByRole('button', { name: 'Hold' }).click();
      await act(page, 'Hold');
      await first.getByText('held by a person').waitFor();
      await first.getByRole('button', { name: 'Release' }).click();
      await act(page, 'Release');
      await first.getByText('Planned').waitFor();
      await page.getByRole('button', { name: 'What publishing would do now' }).click();
      await page.getByText('not opened').waitFor();
      await expectFine(page, 'plan of payouts');
      await page.getByRole('button', { name: 'Propose publishing' }).click();
      await expectFine(page, 'dialog of proposing');
      await act(page, 'Propose publishing', confirm);
      await page.getByRole('link', { name: 'Waits for a second person' }).waitFor();
    });
  });

  interface Given {
    readonly within?: Locator;
    readonly confirm?: string;
    readonly fill?: Record<string, string>;
  }

  /** The press of an act with its dialog, until it is done. */
  async function press(page: Page, label: string, given: Given = {}) {
    await (given.within ?? page).getByRole('button', { name: label, exact: true }).first().click();
    const dialog = page.getByTestId('admin-act');
    const reason = dialog.locator('[name="reason"]');
    if ((await reason.count()) > 0) await reason.fill('As agreed on Monday.');
    for (const [name, value] of Object.entries(given.fill ?? {})) {
      const field = dialog.locator(`[name="${name}"]`);
      if (name === 'decision') await field.selectOption(value);
      else await field.fill(value);
    }
    if (given.confirm !== undefined) await dialog.locator('[name="confirm"]').fill(given.confirm);
    await dialog.getByRole('button', { name: label, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  it('are carried on by hand where the process needs people: with every button, and on a phone', async () => {
    const { ctx } = world.program;
    const sql = (text: string, values: unknown[] = []) => ctx.pool.query(text, values);
    const hire = async (name: string, role: 'treasurer' | 'operator') => {
      const person = await world.newPlayer(name);
      await grantRole(ctx, person.account.address, role);
      const call = { baseUrl: world.origin, getToken: () => person.token, morePaths: adminPaths };
      return { ...person, api: createApiClient(call) };
    };
    const [treasurer, operator] = [await hire('Ketil', 'treasurer'), await hire('Ragna', 'operator')];
    const number = await endedSeason();
    const { rows } = await ctx.pool.query<{ id: string }>('select id from seasons where season_number = $1', [number]);
    const seasonId = rows[0]?.id ?? '';
    const params = { seasonId };
    const body = { reason: 'As agreed on Monday.' };
    const confirm = `pay season ${number}`;
    const agree = async () => {
      const { proposalId } = await treasurer.api.call('admin.proposePayouts', { params, body: { ...body, confirm } });
      await operator.api.call('admin.approve', { params: { proposalId }, body: { confirm } });
    };
    // The season ended a moment ahead of the program's clock.
    await vi.waitFor(() => treasurer.api.call('admin.planPayouts', { params, body }), { timeout: 15_000 });
    const { payouts } = await treasurer.api.call('admin.payoutList', { params });
    const [lost, failed] = payouts.map(({ person }) => person.userId);
    for (const userId of [lost ?? '', failed ?? ''])
      await operator.api.call('admin.holdPayout', { params: { ...params, userId }, body });
    await sql(`update entries set hold = 'refunded', held_at = now() where season_id = $1 and user_id = $2`, [
      seasonId,
      lost,
    ]);
    await agree();
    const desk = `/admin/payouts/${seasonId}`;
    const row = (page: Page, status: string) => page.getByTestId('payout').filter({ hasText: status });
    const options = { viewport: DESKTOP, origin: world.origin };
    await visit(browser, options, async ({ page }) => {
      await openAs(page, treasurer, desk);
      await press(page, 'Take the approval back');
      await page.getByRole('button', { name: 'Propose publishing' }).waitFor();
      await agree();
      // What the payout process would have done.
      await sql(
        `update payout_plans set status = 'published', chain_id = 31337, vault = decode(repeat('22', 20), 'hex'), published_at = now(),
           claim_deadline = now() + interval '180 days', problem = 'the node refused' where season_id = $1`,
        [seasonId],
      );
      await sql(`update payouts set status = 'claimable' where season_id = $1 and status = 'planned'`, [seasonId]);
      await operator.api.call('admin.releasePayout', { params: { ...params, userId: failed ?? '' }, body });
      await sql(`update payouts set status = 'failed', problem = 'the token refused' where user_id = $1`, [failed]);
      await page.reload();
      await page.getByText('the node refused').waitFor();
      await expectFine(page, 'published plan with a problem');
      await press(page, 'Let it go on');
      await page.getByText('the node refused').waitFor({ state: 'detached' });
      await press(page, 'Pay in batches', { confirm });
      await page.getByText('Batches were asked for').waitFor();
      await press(page, 'Try again');
      await row(page, 'To be sent').waitFor();
      const held = row(page, 'a refunded fee');
      await held.getByRole('button', { name: 'Forfeit' }).waitFor();
      const amount = (payouts[0]?.amountMicro ?? 0) / 1e6;
      await press(page, 'Forfeit', { confirm: `forfeit ${amount}` });
      const { proposals } = await operator.api.call('admin.proposals', { query: { status: 'open' } });
      const proposalId = proposals.find(({ kind }) => kind === 'payout.forfeit')?.proposalId ?? '';
      await operator.api.call('admin.approve', { params: { proposalId }, body: { confirm: `forfeit ${amount}` } });
      await page.reload();
      await row(page, 'the fee went back').getByText('Forfeited').waitFor();
    });

    // Money that fits nothing, a refund that could not be sent, and a season to open.
    await sql(
      `insert into chain_deposits (chain_id, tx_hash, log_index, kind, block_number, block_hash, payer, amount_micro, status, reason, seen_at, decided_at)
       values (31337, decode(repeat('cd', 32), 'hex'), 1, 'transfer', 1, decode(repeat('ab', 32), 'hex'), decode(repeat('44', 20), 'hex'), 7000000,
         'quarantined', 'wrong_amount', now(), now())`,
    );
    await sql(
      `insert into refunds (id, method, reference, season_id, user_id, currency, amount_micro, reason, status, ordered_at)
       values ($1, 'crypto', 'test:refund', $2, $3, 'USDT', 25000000, 'wrong_amount', 'failed', now())`,
      [ctx.newId(), seasonId, failed],
    );
    await inTransaction(ctx, (tx) =>
      createSeason(ctx, tx, {
        ...{ name: 'Winter to come', speed: 1, startMs: ctx.clock.nowMs() + 86_400_000, tribesAtStart: 8, demo: false },
        ...{ registrationStartMs: ctx.clock.nowMs(), entryFeeMicro: Number(FEE) },
      }),
    );
    await visit(browser, options, async ({ page }) => {
      await openAs(page, treasurer, '/admin/payouts');
      await expectFine(page, 'deposits and refunds');
      // Others are of the tests before: their chain paid for players this world does not know.
      const stray = page.getByRole('row').filter({ hasText: '7.00 USDT' });
      await press(page, 'Decide', { within: stray, fill: { decision: 'dismiss' } });
      await stray.waitFor({ state: 'detached' });
      await press(page, 'Paid by hand', { fill: { proof: '0xabcdef' } });
      const { proposals } = await operator.api.call('admin.proposals', { query: { status: 'open' } });
      expect(proposals.map(({ kind }) => kind)).toContain('refund.paid');
    });
    await visit(browser, options, async ({ page }) => {
      await openAs(page, operator, '/admin/seasons');
      const season = page.getByRole('row').filter({ hasText: 'Winter to come' });
      await season.getByRole('button', { name: 'Open in the contract' }).waitFor();
      await press(page, 'Open in the contract');
      const { rows: openings } = await ctx.pool.query('select 1 from vault_openings');
      expect(openings).toHaveLength(1);
    });

    // The same desk on a phone: it fits, and an act works.
    await sql(`update payout_plans set problem = 'the node refused again' where season_id = $1`, [seasonId]);
    await visit(browser, { ...options, viewport: PHONE }, async ({ page }) => {
      await openAs(page, treasurer, desk);
      await page.getByText('the node refused again').waitFor();
      await expectFine(page, 'desk on a phone');
      await press(page, 'Let it go on');
      await page.getByText('the node refused again').waitFor({ state: 'detached' });
    });
  });
});
