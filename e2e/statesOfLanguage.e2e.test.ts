/** The game in German, with numbers as Germans write them; and in a language whose sentences are 40 % longer. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, SIZES, visit } from './support/browser.ts';
import { brokenByLongText, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;
let player: ApiPlayer & { tribeId: string };

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  player = await world.newChieftain('Winterkönig', 'Raben', 'RAB');
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe.each(SIZES)('in German, $name', (viewport) => {
  it('the language is chosen on the profile page, kept, and spoken everywhere', async () => {
    await visit(browser, { viewport, origin: world.origin, reducedMotion: true }, async ({ page }) => {
      await page.addInitScript((token) => localStorage.setItem('auth_token', token), player.token);
      await page.goto('/me');
      const reloaded = page.waitForEvent('load');
      await page.getByTestId('setting-language-de').click();
      await reloaded;
      await page.getByRole('heading', { name: 'Deine Ecke' }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
      await expect.poll(async () => (await player.api.call('settings.get')).language).toBe('de');
      await page.goto('/village');
      await page.getByLabel('Dein Besitz').waitFor();
      await page.getByText('1.000').filter({ visible: true }).first().waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
      for (const path of ['/territories', '/tribe', '/battles', '/ranks', '/season', '/me', '/nirgends']) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        expect(await widerThanWindow(page), path).toEqual([]);
      }
      await page.getByRole('heading', { name: 'Hier ist nichts als Schnee.' }).waitFor();
    });
  });
});

const PAGES = [
  '/territories',
  '/territories/5',
  '/village',
  '/raids',
  '/tribe',
  '/battles',
  '/ranks',
  '/season',
  '/me',
];

describe.each(SIZES)('with sentences 40 % longer, $name', (viewport) => {
  const options = () => ({ viewport, origin: world.origin, reducedMotion: true });

  it.each(PAGES)('%s holds', async (path) => {
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, player, path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await brokenByLongText(page)).toEqual([]);
    });
  });

  it('the front page holds', async () => {
    await visit(browser, options(), async ({ page }) => {
      await page.goto('/', { waitUntil: 'networkidle' });
      expect(await brokenByLongText(page)).toEqual([]);
    });
  });
});
