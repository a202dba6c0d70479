/** How a player hears of things: cards that stay, cards that pass, the list behind the bell, the title, and never twice. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, SIZES, visit } from './support/browser.ts';
import { axeViolations } from './support/checks.ts';
import { tellLost, tellRaised } from './support/notices.ts';
import { openAs } from './support/player.ts';
import { startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;
let named = 0;
const newPlayer = () => world.newPlayer(`Lord${String.fromCharCode(65 + named++)}`);

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe.each(SIZES)('notices, $name', (viewport) => {
  it('that ask to act stay until they are put away, two at most, and lead on', async () => {
    const player = await newPlayer();
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      const isLive = page.waitForResponse(/\/v1\/events\?/);
      await openAs(page, player, '/ranks');
      await isLive;
      for (const [no, name] of [
        [31, 'Kaldwater'],
        [32, 'Icevein'],
        [33, 'Windtor'],
      ] as const)
        await tellLost(world, player.userId, no, name);
      const cards = page.getByTestId('notice-card');
      await cards.getByText('Your tribe lost Windtor.').waitFor();
      expect(await cards.count()).toBe(2);
      await page.getByRole('alert').getByText('Icevein').waitFor();
      await expect.poll(() => page.title()).toMatch(/^\(3\) /);
      expect(await axeViolations(page)).toEqual([]);
      await cards.getByRole('link', { name: 'See the land' }).last().click();
      await page.waitForURL(`${world.origin}/territories/33`);
      expect(await cards.count()).toBe(1);
    });
  });

  it('of results fold into one card', async () => {
    const player = await newPlayer();
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      const isLive = page.waitForResponse(/\/v1\/events\?/);
      await openAs(page, player, '/ranks');
      await isLive;
      for (const level of [2, 3, 4, 5]) await tellRaised(world, player.userId, level);
      await page
        .getByRole('status')
        .getByText(/^4 buildings raised/)
        .waitFor();
      expect(await page.getByTestId('toast').count()).toBe(1);
    });
  });

  it('are in the list behind the bell, with a filter, until they are read', async () => {
    const player = await newPlayer();
    await tellRaised(world, player.userId, 2);
    await tellLost(world, player.userId, 12, 'Hollowpine');
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/ranks');
      const bell = page.getByTestId('bell');
      await expect.poll(() => bell.getAttribute('aria-label')).toBe('Notices, 2 unread');
      await bell.click();
      const panel = page.getByTestId('notices');
      await expect.poll(() => panel.getByTestId('notice').count()).toBe(2);
      expect(await axeViolations(page)).toEqual([]);
      await panel.getByRole('button', { name: 'To act on' }).click();
      expect(await panel.getByTestId('notice').count()).toBe(1);
      await panel.getByRole('button', { name: 'Mark all as read' }).click();
      await expect.poll(() => bell.getAttribute('aria-label')).toBe('Notices');
      await expect.poll(async () => (await player.api.call('events.unread')).unread).toBe(0);
      expect(await page.title()).not.toMatch(/^\(/);
      await panel.getByRole('link', { name: 'What reaches me' }).click();
      await page.waitForURL(`${world.origin}/me#notices`);
    });
  });
});

describe('the choice of the player', () => {
  it('keeps cards away and the list full', async () => {
    const player = await newPlayer();
    await player.api.call('settings.update', { body: { notices: { territory_lost: { toast: false } } } });
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      const isLive = page.waitForResponse(/\/v1\/events\?/);
      await openAs(page, player, '/ranks');
      await isLive;
      await tellLost(world, player.userId, 12, 'Hollowpine');
      await expect.poll(() => page.getByTestId('bell').getAttribute('aria-label')).toBe('Notices, 1 unread');
      expect(await page.getByTestId('notice-card').count()).toBe(0);
    });
  });
});

describe('two tabs', () => {
  it('tell a notice once, and both know when it was read', async () => {
    const player = await newPlayer();
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page, context }) => {
      const isLive = page.waitForResponse(/\/v1\/events\?/);
      await openAs(page, player, '/ranks');
      await isLive;
      const second = await context.newPage();
      const isSecondLive = second.waitForResponse(/\/v1\/events\?/);
      await openAs(second, player, '/season');
      await isSecondLive;
      await tellLost(world, player.userId, 12, 'Hollowpine');
      const unread = (tab: typeof page) => tab.getByTestId('bell').getAttribute('aria-label');
      await expect.poll(() => unread(page)).toBe('Notices, 1 unread');
      await expect.poll(() => unread(second)).toBe('Notices, 1 unread');
      const cards = async () =>
        (await page.getByTestId('notice-card').count()) + (await second.getByTestId('notice-card').count());
      await expect.poll(cards).toBe(1);
      await second.getByTestId('bell').click();
      await second.getByTestId('notice').first().waitFor();
      await second.getByRole('button', { name: 'Mark all as read' }).click();
      await expect.poll(() => unread(page)).toBe('Notices');
      expect(await cards()).toBe(1);
      await second.close();
    });
  });
});
