/** The map and the battle without a mouse. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, visit } from './support/browser.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;
let player: ApiPlayer;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  player = await world.newChieftain('WinterKing', 'Raven Host', 'RVN');
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const focusedLand = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-territory-id'));

async function tabToMap(page: Page): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    if (await focusedLand(page)) return;
  }
  throw new Error('the Tab key does not reach the map');
}

describe('the keyboard', () => {
  it('walks the map with the arrows and takes a land with Enter, A and Ctrl+Enter', async () => {
    await world.setArmy(player.userId, { militia: 100, spearman: 0, archer: 0, cavalry: 0 });
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/territories');
      await page.locator('[data-territory-id="1"]').waitFor();
      await tabToMap(page);
      const start = await focusedLand(page);
      const visited = new Set([start]);
      // Upwards from wherever the walk begins lies the northern coast: lands of the edge.
      for (let steps = 0; steps < 4; steps++) {
        await page.keyboard.press('ArrowUp');
        visited.add(await focusedLand(page));
      }
      expect(visited.size).toBeGreaterThan(1);
      const land = Number(await focusedLand(page));
      expect(land).toBeGreaterThan(20);

      await page.keyboard.press('Enter');
      await page.waitForURL(`${world.origin}/territories/${land}`);
      const drawer = page.getByTestId('territory-drawer');
      await expect.poll(() => drawer.evaluate((panel) => panel.contains(document.activeElement))).toBe(true);

      await page.getByTestId('odds').waitFor();
      await page.keyboard.press('a');
      const dialog = page.getByTestId('march-dialog');
      await dialog.getByRole('button', { name: 'Confirm Attack' }).waitFor();
      expect(await dialog.evaluate((panel) => panel.contains(document.activeElement))).toBe(true);
      await page.keyboard.press('Alt+a');
      expect(await page.inputValue('[name="militia"]')).toBe('100');
      await page.keyboard.press('Control+Enter');
      await page.waitForSelector('text=Battle Complete', { timeout: 10_000 });

      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });
  });

  it('gives the focus back to the land when Escape closes the drawer', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/territories');
      await page.locator('[data-territory-id="3"]').focus();
      await page.keyboard.press('Enter');
      await page.getByTestId('territory-drawer').waitFor();
      await page.keyboard.press('Escape');
      await page.waitForURL(`${world.origin}/territories`);
      await expect.poll(() => focusedLand(page)).toBe('3');
    });
  });

  it('skips to the content with the first link of the page', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await page.goto('/ranks');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).hash).toBe('#main');
    });
  });
});
