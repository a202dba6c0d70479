/** The battle flow of SPEC 12.3, selector by selector, and what the map's page must keep for those selectors to work. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, SIZES, visit } from './support/browser.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, startWorld, type World } from './support/world.ts';

const ARMY = { militia: 50, spearman: 25, archer: 15, cavalry: 5 };

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

describe('SPEC 12.3', () => {
  it('attacks a territory and sees the result', async () => {
    await world.setArmy(player.userId, ARMY);
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await page.goto('/');
      await page.click('text=Connect Wallet');
      await page.evaluate((token) => localStorage.setItem('auth_token', token), player.token);

      await page.click('text=Territories');
      expect(page.url()).toBe(`${world.origin}/territories`);
      await page.click('[data-territory-id="1"]');
      await page.click('text=Attack');

      await page.fill('[name="militia"]', '50');
      await page.fill('[name="spearman"]', '25');
      await page.fill('[name="archer"]', '15');
      await page.fill('[name="cavalry"]', '5');
      await page.click('[data-formation="offensive"]');
      await page.click('text=Confirm Attack');

      await page.waitForSelector('text=Battle Complete', { timeout: 10_000 });
      const result = await page.textContent('[data-battle-result]');
      expect(['Victory', 'Defeat']).toContain(result);
    });
  });
});

/** Everything that carries the word before the drawer's button, in the order of the document: texts and labels alike. */
function wordsBeforeButton(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isWord = (text: string | null) => /attack/i.test(text ?? '');
    const button = [...document.querySelectorAll('[data-testid="territory-drawer"] button')].find(
      (candidate) => candidate.textContent === 'Attack',
    );
    if (!button) return ['there is no such button'];
    const isBefore = (node: Node) => (button.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
    const found: string[] = isWord(document.title) ? [document.title] : [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!isBefore(node)) continue;
      if (node instanceof Element) {
        for (const { name, value } of node.attributes) if (isWord(value)) found.push(`${name}="${value}"`);
      } else if (isWord(node.textContent)) found.push(node.textContent ?? '');
    }
    return found;
  });
}

describe.each(SIZES)('the map, $name', (viewport) => {
  it('carries the word of the main button nowhere before that button', async () => {
    await world.setArmy(player.userId, ARMY);
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/territories');
      await page.click('[data-territory-id="22"]');
      await page.getByTestId('odds').waitFor();
      expect(await wordsBeforeButton(page)).toEqual([]);
      expect(
        await page
          .locator('text=Attack')
          .first()
          .evaluate((element) => element.tagName),
      ).toBe('BUTTON');
    });
  });

  it('lets every one of the fifty territories be chosen by a click in the middle of it', async () => {
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/territories');
      await page.locator('[data-territory-id="50"]').waitFor();
      const covered = await page.evaluate(() =>
        [...document.querySelectorAll('[data-territory-id]')].flatMap((land) => {
          const box = land.getBoundingClientRect();
          const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return hit?.closest('[data-territory-id]') === land ? [] : [land.getAttribute('aria-label') ?? ''];
        }),
      );
      expect(covered).toEqual([]);
      expect(await page.locator('[data-territory-id]').count()).toBe(50);
    });
  });
});
