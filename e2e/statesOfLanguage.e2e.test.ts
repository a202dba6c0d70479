/** The game in German, with numbers as Germans write them. Longer sentences in general: see the test of accessibility. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, SIZES, visit } from './support/browser.ts';
import { widerThanWindow } from './support/checks.ts';
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
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
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
      for (const width of viewport.width > 820 ? [821, 1024, 1181, 1280] : []) {
        await page.setViewportSize({ ...viewport, width });
        const bar = await page.getByRole('banner').evaluate((top) => top.scrollWidth);
        expect(bar, `top bar in a window of ${width} px`).toBeLessThanOrEqual(width);
      }
      await page.getByRole('heading', { name: 'Hier ist nichts als Schnee.' }).waitFor();
    });
  });
});
