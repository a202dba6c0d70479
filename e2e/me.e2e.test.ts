/** The profile page: every choice takes effect at once, is kept, and reaches the other tab. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, SIZES, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { openAs, waitForPlayer } from './support/player.ts';
import { type ApiPlayer, attackThroughApi, startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;
let player: ApiPlayer & { tribeId: string };

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  player = await world.newChieftain('WinterKing', 'Raven Host', 'RVN');
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const saved = (page: Page) => page.getByRole('status').getByText('Saved.').first().waitFor();
const root = (page: Page, attribute: string) =>
  page.evaluate((name) => document.documentElement.hasAttribute(name), attribute);

describe.each(SIZES)('the profile page, $name', (viewport) => {
  const options = () => ({ viewport, origin: world.origin });

  it('keeps the choices for the table on the server and shows them at once', async () => {
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, player, '/me');
      await page.getByTestId('setting-notices-raided-bell').waitFor();
      const size = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
      await page.getByTestId('setting-textSize').selectOption('100');
      const normal = await size();
      await page.getByTestId('setting-calm').check();
      await page.getByTestId('setting-snow').uncheck();
      await page.getByTestId('setting-textSize').selectOption('125');
      await page.getByTestId('setting-clock').selectOption('utc');
      await saved(page);
      await expect.poll(() => root(page, 'data-calm')).toBe(true);
      await expect.poll(() => root(page, 'data-no-snow')).toBe(true);
      await expect.poll(size).toBeCloseTo(normal * 1.25);
      await expect
        .poll(async () => {
          const { calm, snow, textSize, clock } = await player.api.call('settings.get');
          return { calm, snow, textSize, clock };
        })
        .toEqual({ calm: true, snow: false, textSize: 125, clock: 'utc' });
      expect(await widerThanWindow(page), 'with large text').toEqual([]);
      await player.api.call('settings.update', { body: { calm: false, snow: true, textSize: 100, clock: 'local' } });
    });
  });

  it('switches one way of one event, and all of a group', async () => {
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, player, '/me');
      await page.getByTestId('setting-notices-raided-sound').check();
      await page.getByTestId('setting-notices-world-toast').check();
      await saved(page);
      await expect
        .poll(async () => {
          const { notices } = await player.api.call('settings.get');
          return [notices.raided.sound, notices.tribe_battle.toast, notices.tribe_member_left.toast];
        })
        .toEqual([true, true, true]);
      await page.getByTestId('setting-notices-world-toast').uncheck();
      await page.getByTestId('setting-notices-raided-sound').uncheck();
      await expect.poll(async () => (await player.api.call('settings.get')).notices.raided.sound).toBe(false);
    });
  });

  it('is accessible and fits, for players and for visitors', async () => {
    await visit(browser, options(), async ({ page }) => {
      await page.goto('/me');
      await page.getByTestId('setting-calm').waitFor();
      expect(await axeViolations(page), 'visitor').toEqual([]);
      await openAs(page, player, '/me');
      await page.getByTestId('session').first().waitFor();
      await page.getByTestId('setting-notices-raided-bell').waitFor();
      expect(await axeViolations(page), 'player').toEqual([]);
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await widerThanWindow(page)).toEqual([]);
    });
  });

  it('lists the sessions and ends the others', async () => {
    const twice = await world.newPlayer(`Twice${viewport.name}`);
    const other = await world.newPlayer(`Twice${viewport.name}`, twice.account);
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, twice, '/me');
      await expect.poll(() => page.getByTestId('session').count()).toBe(2);
      await page.getByTestId('end-other-sessions').click();
      await page.getByText('One session ended.').waitFor();
      await expect.poll(() => page.getByTestId('session').count()).toBe(1);
      await expect(other.api.call('users.me')).rejects.toThrow();
      expect((await twice.api.call('users.me')).id).toBe(twice.userId);
    });
  });

  it('saves a name, and says what is wrong with one', async () => {
    const nameless = await world.newPlayer(`Before${viewport.name}`);
    await visit(browser, { ...options(), expectedProblems: /4\d\d/ }, async ({ page }) => {
      await openAs(page, nameless, '/me');
      await page.fill('[name="username"]', 'WinterKing');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('This name is taken').waitFor();
      await page.fill('[name="username"]', `After${viewport.name}`);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect.poll(async () => (await nameless.api.call('users.me')).username).toBe(`After${viewport.name}`);
    });
  });
});

describe('colour help', () => {
  it('puts patterns on the land and letters on the shields', async () => {
    await world.setArmy(player.userId, { militia: 200, spearman: 0, archer: 0, cavalry: 0 });
    await attackThroughApi(world, player, 21, { militia: 200, spearman: 0, archer: 0, cavalry: 0 });
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/me');
      await page.getByTestId('setting-colourHelp').check();
      await saved(page);
      await page.goto('/territories');
      await page.getByTestId('colour-help').locator('path[fill^="url(#dye-"]').waitFor({ state: 'attached' });
      await page.locator('.shield-letters').getByText('RVN').waitFor();
      await player.api.call('settings.update', { body: { colourHelp: false } });
    });
  });
});

describe('several tabs', () => {
  it('follow a choice at once', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page, context }) => {
      await openAs(page, player, '/me');
      const second = await context.newPage();
      await second.goto('/ranks');
      await second.getByRole('heading', { level: 1 }).waitFor();
      await page.getByTestId('setting-calm').check();
      await expect.poll(() => root(second, 'data-calm')).toBe(true);
      await page.getByTestId('setting-calm').uncheck();
      await expect.poll(() => root(second, 'data-calm')).toBe(false);
      await second.close();
    });
  });

  it('are all signed out by one', async () => {
    const leaving = await world.newPlayer('Leaving');
    // The other tab may be asking who it is at the very moment.
    await visit(
      browser,
      { viewport: DESKTOP, origin: world.origin, expectedProblems: /401/ },
      async ({ page, context }) => {
        await page.goto('/me');
        await page.evaluate((token) => localStorage.setItem('auth_token', token), leaving.token);
        await page.reload();
        await waitForPlayer(page);
        const second = await context.newPage();
        await second.goto('/village');
        await waitForPlayer(second);
        await page.getByTestId('sign-out').click();
        await page.getByText('You are signed out.').waitFor();
        await second.getByRole('banner').getByRole('button', { name: 'Connect Wallet' }).waitFor();
        await second.close();
      },
    );
  });
});

describe('a visitor', () => {
  it('chooses for this browser alone', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await page.goto('/me');
      await page.getByTestId('setting-calm').check();
      await page.goto('/ranks');
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await root(page, 'data-calm')).toBe(true);
    });
  });
});

describe('single-key shortcuts', () => {
  it('lead to pages and open the list, until they are switched off', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/me');
      await page.getByTestId('setting-notices-raided-bell').waitFor();
      const list = page.getByTestId('shortcuts');
      // The keys come once the page is idle.
      await expect
        .poll(async () => {
          await page.keyboard.press('?');
          return list.count();
        })
        .toBe(1);
      expect(await axeViolations(page)).toEqual([]);
      // Nothing behind the list moves.
      await page.keyboard.press('g');
      await page.keyboard.press('v');
      expect(new URL(page.url()).pathname).toBe('/me');
      await page.keyboard.press('Escape');
      await list.waitFor({ state: 'detached' });
      await page.keyboard.press('g');
      await page.keyboard.press('v');
      await page.waitForURL(`${world.origin}/village`);
      await page.getByTestId('building-workshop').waitFor();
      await page.keyboard.press('n');
      await page.getByTestId('notices').waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('notices').waitFor({ state: 'detached' });

      await page.goto('/me');
      await page.getByTestId('setting-shortcuts').uncheck();
      await saved(page);
      await page.keyboard.press('?');
      await page.keyboard.press('g');
      await page.keyboard.press('v');
      expect(new URL(page.url()).pathname).toBe('/me');
      expect(await list.count()).toBe(0);
      await player.api.call('settings.update', { body: { shortcuts: true } });
    });
  });

  it('type what they are while somebody writes', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/me');
      await page.fill('[name="username"]', '');
      await page.focus('[name="username"]');
      await page.keyboard.type('g v?');
      expect(await page.inputValue('[name="username"]')).toBe('g v?');
      expect(new URL(page.url()).pathname).toBe('/me');
    });
  });
});
