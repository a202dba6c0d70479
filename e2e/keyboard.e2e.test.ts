/** The map and the battle without a mouse. */
import type { Browser, Locator, Page } from 'playwright-core';
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

/** Whoever plays by keys must see where they are: in the window, with a ring. */
async function expectFocusInSight(page: Page): Promise<void> {
  const lost = await page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const { left, right, top, bottom } = at.getBoundingClientRect();
    const isInside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    // Cut corners cut a ring off as well: there it is drawn by another rule, or on what lies around.
    const rings = [at, at.parentElement, at.parentElement?.parentElement].filter((element) => element != null);
    const hasRing = rings.some((element) => {
      const { outlineStyle, outlineWidth, filter, boxShadow, stroke } = getComputedStyle(element);
      const isOutlined = outlineStyle !== 'none' && outlineWidth !== '0px';
      return (
        isOutlined ||
        filter.includes('drop-shadow') ||
        boxShadow.includes('134, 205, 232') ||
        stroke === 'rgb(134, 205, 232)'
      );
    });
    return isInside && hasRing ? null : `${at.outerHTML.slice(0, 120)} ${isInside ? 'has no ring' : 'is out of sight'}`;
  });
  expect(lost).toBeNull();
}

/** Goes on with the Tab key until the focus is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let presses = 0; presses < 90; presses++) {
    await page.keyboard.press('Tab');
    await expectFocusInSight(page);
    if (await target.first().evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`the Tab key does not reach ${target}`);
}

/** `G` and a letter; again until the page listens, which it does from its first idle moment on. */
async function goByKeys(page: Page, letter: string, path: string): Promise<void> {
  const press = async () => {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    return new URL(page.url()).pathname;
  };
  await expect.poll(press, { timeout: 10_000 }).toBe(path);
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

  it('plays an evening: village, tribe, council, raid, march and report, with the focus always in sight', async () => {
    const chieftain = await world.newChieftain('AshQueen', 'Ash Wardens', 'ASH');
    const guest = await world.newPlayer('Wanderer');
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      const { keyboard } = page;
      const press = async (...keys: string[]) => {
        for (const key of keys) await keyboard.press(key);
      };
      await openAs(page, guest, '/territories');
      await page.locator('[data-territory-id="1"]').waitFor();
      await goByKeys(page, 'v', '/village');
      await tabTo(page, page.getByTestId('train-militia'));
      await press('Shift+Tab');
      const isOfCard = await page
        .getByTestId('train-militia')
        .evaluate((button) => button.closest('form')?.contains(document.activeElement));
      expect(isOfCard, 'the number stands before its button').toBe(true);
      await press('Tab', 'Enter');
      await page.getByTestId('queue-item').first().waitFor();
      await tabTo(page, page.getByTestId('upgrade-workshop'));
      await press('Enter');
      await expect.poll(async () => (await guest.api.call('users.me')).gold, { timeout: 5000 }).toBeLessThan(1000);

      await goByKeys(page, 'c', '/tribe');
      await tabTo(page, page.getByRole('searchbox', { name: 'Search by name or tag' }));
      await keyboard.type('ash');
      const ask = page.getByTestId('tribe-row').filter({ hasText: 'Ash Wardens' }).getByRole('button');
      await tabTo(page, ask);
      await press('Space');
      await page.getByRole('button', { name: 'Asked' }).waitFor();
      const { tribeId } = chieftain;
      await chieftain.api.call('tribes.acceptRequest', { params: { tribeId, userId: guest.userId } });
      await page.getByRole('heading', { level: 1, name: 'Ash Wardens' }).waitFor();
      await press('c');
      await keyboard.type('Here I am.');
      await press('Enter');
      await page.getByTestId('chat-message').filter({ hasText: 'Here I am.' }).waitFor();

      await world.setArmy(guest.userId, { militia: 200, spearman: 0, archer: 0, cavalry: 0 });
      await page.reload();
      await page.getByLabel('Your holdings').getByText('200 home').waitFor();
      await goByKeys(page, 'r', '/raids');
      await tabTo(page, page.getByRole('button', { name: 'Raid on Bandit camp 1' }));
      await press('Enter');
      const raid = page.getByTestId('raid-dialog');
      await raid.getByTestId('win-chance').waitFor();
      await press('Alt+f', 'Control+Enter');
      await raid.getByText('Battle Complete').waitFor();
      await press('Escape');
      await raid.waitFor({ state: 'detached' });
      const afterwards = await page.evaluate(() => document.activeElement?.textContent);
      expect(afterwards, 'the focus is back where the dialog was opened').toContain('Raid');
      await expectFocusInSight(page);

      await goByKeys(page, 't', '/territories');
      await page.locator('[data-territory-id="1"]').waitFor();
      const search = page.getByRole('combobox');
      // The key does something as soon as the lands are known.
      await expect
        .poll(
          async () => {
            if (!(await search.isVisible())) await press('/');
            return search.isVisible();
          },
          { timeout: 10_000 },
        )
        .toBe(true);
      await keyboard.type('Palefield');
      await press('Enter');
      await page.getByTestId('odds').waitFor();
      await press('a');
      const march = page.getByTestId('march-dialog');
      await march.getByRole('button', { name: 'Confirm Attack' }).waitFor();
      await press('Alt+a', 'Control+Enter');
      await march.getByText('Battle Complete').waitFor();
      await tabTo(page, march.getByRole('link', { name: 'See the report' }));
      await press('Enter');
      await page.getByTestId('battle-report').waitFor();
      await tabTo(page, page.getByTestId('replay-play'));
      await press('Enter');

      await goByKeys(page, 'b', '/battles');
      const rows = page.locator('[data-battle-id]');
      await rows.first().waitFor();
      expect(await rows.count()).toBe(2);
      await tabTo(page, rows.last().getByRole('link').or(rows.last()).first());
      await press('Enter');
      await page.getByTestId('battle-report').getByText('Bandit camp 1').first().waitFor();
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
