/** What a page shows when something is not as it should be, and the way on. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, SIZES, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe('a session that ended', () => {
  it('is said, with the way back in', async () => {
    const player = await world.newPlayer('Leaver');
    const other = await world.newPlayer('Leaver', player.account);
    await visit(browser, { viewport: DESKTOP, origin: world.origin, expectedProblems: /401/ }, async ({ page }) => {
      await openAs(page, player, '/village');
      await other.api.call('auth.endOtherSessions');
      const card = page.getByTestId('notice-card');
      await card.getByText('Your session ended.').waitFor({ timeout: 30_000 });
      expect(await axeViolations(page)).toEqual([]);
      await card.getByRole('button', { name: 'Connect Wallet' }).click();
      await page.getByTestId('connect-panel').waitFor();
    });
  });
});

describe.each(SIZES)('an address without a page, $name', (viewport) => {
  it('says so and leads to the map', async () => {
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await page.goto('/nowhere');
      await page.getByRole('heading', { name: 'Nothing but snow here.' }).waitFor();
      expect(await widerThanWindow(page)).toEqual([]);
      await page.getByRole('link', { name: 'To the map' }).click();
      await page.waitForURL(`${world.origin}/territories`);
    });
  });
});

describe('a page that breaks', () => {
  it('keeps the frame and offers to load again', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin, expectedProblems: /./ }, async ({ page }) => {
      await page.route(/\/assets\/RanksPage-.*\.js/, (route) => route.abort());
      await page.goto('/season');
      await page.getByRole('heading', { level: 1 }).waitFor();
      // It was loaded anew a moment ago: now the frame has to say it.
      await page.evaluate(() => sessionStorage.setItem('ct_reloaded_at', String(Date.now())));
      await page.getByRole('navigation').getByRole('link', { name: 'Ranks' }).first().click();
      await page.getByTestId('failure').getByText('This page could not be loaded.').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('navigation').getByRole('link', { name: 'Season' }).first().click();
      await page.getByRole('heading', { level: 1 }).waitFor();
    });
  });
});
