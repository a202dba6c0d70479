/** Fair play from both sides: support sees the evidence and decides; the player reads why, asks for another look, and is answered. */

import { adminPaths } from '@cryptotribes/protocol/client/adminPaths';
import { createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { grantRole } from '@cryptotribes/server/features/admin/roles';
import { reckonSeason } from '@cryptotribes/server/features/fairplay/reckon';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, SIZES, visit } from './support/browser.ts';
import { axeViolations, brokenByLongText, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { installWallet, TestWallet, WALLET_NAME } from './support/wallet.ts';
import { type ApiPlayer, startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;
let support: ApiPlayer;
let operator: ApiPlayer;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  support = await world.newPlayer('Sunniva');
  operator = await world.newPlayer('Odalric');
  const { ctx } = world.program;
  await grantRole(ctx, support.account.address, 'support');
  await grantRole(ctx, operator.account.address, 'operator');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const REASON = 'Six attacks without hope by one friend.';
const TEXT = 'My brother is learning the game. Please look at the reports again.';

/** Six attacks of `giver` on `taker` without hope, as they stand in the records. */
async function feed(giver: ApiPlayer, taker: ApiPlayer): Promise<void> {
  const { ctx } = world.program;
  for (let no = 1; no <= 6; no++) {
    await ctx.pool.query(
      `insert into battles (id, season_id, battle_type, status, order_no, terrain, attacker_id, militia, spearman, archer, cavalry,
         attacker_formation, attacker_workshop, client_seed, orders_hash, accepted_at, decided_at, attacker_power, defender_power, winner,
         defender_vp, target_user_id)
       values ($1, $2, 'pvp', 'completed', $3, 'plains', $4, 1, 0, 0, 0, 'balanced', 1, $5, $6, $7, $7, 100, 90000, 'defender', 30, $8)`,
      [
        ctx.newId(),
        world.seasonId,
        no,
        giver.userId,
        Buffer.alloc(16),
        Buffer.alloc(32),
        new Date(ctx.clock.nowMs()),
        taker.userId,
      ],
    );
    await ctx.pool.query(
      `insert into vp_moves (season_id, user_id, delta, reason, ref, at) values ($1, $2, 30, 'battle', 'test', $3)`,
      [world.seasonId, taker.userId, new Date(ctx.clock.nowMs())],
    );
  }
  while ((await reckonSeason(ctx, world.seasonId)) === null);
}

async function expectFine(page: Page, what: string): Promise<void> {
  expect(await axeViolations(page), `axe, ${what}`).toEqual([]);
  expect(await widerThanWindow(page), `wider than the window, ${what}`).toEqual([]);
}
/** Fills the dialog of an act and presses its button. */
async function act(page: Page, label: string, reason: string): Promise<void> {
  const dialog = page.getByTestId('admin-act');
  await dialog.locator('[name="reason"]').fill(reason);
  await dialog.getByRole('button', { name: label, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

describe.each(SIZES)('fair play, $name', (viewport) => {
  it('is decided on the evidence, read by the player, appealed against and answered by a second person', async () => {
    const options = () => ({ viewport, origin: world.origin });
    const name = `Fed${viewport.name}`;
    const player = await world.newPlayer(name);
    await feed(await world.newPlayer(`Puppet${viewport.name}`), player);

    await visit(browser, options(), async ({ page }) => {
      await openAs(page, support, '/admin/fairplay');
      const section = page.getByTestId('admin-fairplay');
      await section.getByText('Is fed').first().waitFor();
      await expectFine(page, 'the list');
      await section.getByRole('link', { name, exact: true }).click();
      // Twice: what stands now, and what the flag was raised on.
      await page.getByText('6 attacks without hope').first().waitFor();
      await page.getByText('100 : 90,000').first().waitFor();
      await expectFine(page, 'the evidence');
      expect(await brokenByLongText(page), 'longer words').toEqual([]);
    });
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, support, `/admin/fairplay/${player.userId}`);
      await page.getByTestId('flag').getByRole('button', { name: 'Restrict', exact: true }).click();
      await act(page, 'Restrict', REASON);
      await page.getByText('waits: restricted').waitFor();
    });

    await visit(browser, options(), async ({ page }) => {
      await openAs(page, player, '/me');
      await page.getByTestId('me-standing').getByRole('link').click();
      await page.getByTestId('standing').getByText(REASON).waitFor();
      await expectFine(page, 'the appeal');
      const send = page.getByTestId('appeal-send');
      await page.locator('[name="appeal"]').fill('Too short.');
      expect(await send.isDisabled()).toBe(true);
      await page.locator('[name="appeal"]').fill(TEXT);
      await send.click();
      await page.getByTestId('appeal-status').getByText('Somebody will look at it').waitFor();
    });

    await visit(browser, options(), async ({ page }) => {
      await openAs(page, support, '/admin/fairplay');
      const card = page.getByTestId('appeal').filter({ hasText: name });
      await card.getByText('You decided this yourself').waitFor();
      expect(await card.getByRole('button', { name: 'It stays' }).isDisabled()).toBe(true);
    });
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, operator, '/admin/fairplay');
      const card = page.getByTestId('appeal').filter({ hasText: name });
      await card.getByRole('button', { name: 'It stays' }).click();
      await expectFine(page, 'the answer');
      await act(page, 'Answer', 'All six reports are the same.');
      await card.waitFor({ state: 'detached' });
    });
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, player, '/appeal');
      await page.getByText('All six reports are the same.').waitFor();
      expect(await page.getByTestId('appeal-send').count()).toBe(0);
    });
  });
});

describe('somebody banned', () => {
  it('shows the wallet, reads why and appeals without signing in', async () => {
    const player = await world.newPlayer('Banished');
    const admin = createApiClient({ baseUrl: world.origin, getToken: () => support.token, morePaths: adminPaths });
    await admin.call('admin.ban', { params: { userId: player.userId }, body: { reason: REASON, confirm: 'Banished' } });
    const options = { viewport: DESKTOP, origin: world.origin, expectedProblems: /403/ };
    await visit(browser, options, async ({ page, context }) => {
      await installWallet(context, new TestWallet(player.account));
      await page.goto('/');
      await page.getByRole('banner').getByRole('button', { name: 'Connect Wallet' }).click();
      await page.getByRole('button', { name: WALLET_NAME }).click();
      await page.getByRole('link', { name: 'See why' }).click();
      await page.getByRole('heading', { name: 'Your standing' }).waitFor();
      await page.locator('#main').getByRole('button', { name: WALLET_NAME }).click();
      await page.getByTestId('standing').getByText('Your account is banned.').waitFor();
      await expectFine(page, 'banned');
      await page.locator('[name="appeal"]').fill(TEXT);
      await page.getByTestId('appeal-send').click();
      await page.getByTestId('appeal-status').getByText('Somebody will look at it').waitFor();
    });
  });
});
