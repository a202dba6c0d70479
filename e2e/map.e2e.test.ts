/** The map's own ways: finding, listing, reading out, its layers, the drawer's small orders, and what it costs to draw. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, PHONE, SIZES, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, attackThroughApi, startWorld, type World } from './support/world.ts';

const HOST = { militia: 300, spearman: 0, archer: 0, cavalry: 50 };
/** The drawing must stay cheap on a phone (design: at most 1,600 nodes). */
const MOST_NODES = 1600;

let browser: Browser;
let world: World;
let player: ApiPlayer;
let rival: ApiPlayer;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  player = await world.newChieftain('WinterKing', 'Raven Host', 'RVN');
  rival = await world.newChieftain('Ulf', 'Wolf Pack', 'WLF');
  await world.setArmy(player.userId, HOST);
  await world.setArmy(rival.userId, HOST);
  await attackThroughApi(world, player, 21, { ...HOST, militia: 100, cavalry: 0 });
  await attackThroughApi(world, player, 22, { ...HOST, militia: 100, cavalry: 0 });
  await attackThroughApi(world, rival, 26, { ...HOST, militia: 100, cavalry: 0 });
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const open = (page: Page, path = '/territories') => openAs(page, player, path);
const focusedLand = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-territory-id'));

describe.each(SIZES)('the map, $name', (viewport) => {
  it('finds a land by its name and opens it', async () => {
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await open(page);
      const name = (await page.locator('[data-territory-id="7"]').getAttribute('aria-label'))?.split(',')[0] ?? '';
      await page.getByRole('button', { name: 'Find a territory' }).click();
      await page.getByRole('combobox').fill(name.slice(0, 5).toLowerCase());
      await page.getByRole('option', { name }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('option', { name }).click();
      await page.waitForURL(`${world.origin}/territories/7`);
      await page.getByTestId('territory-drawer').getByRole('heading', { level: 1, name }).waitFor();
    });
  });

  it('is a table as well, sorted both ways, with the odds of everybody at home', async () => {
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await open(page);
      await page.getByRole('button', { name: 'List of territories' }).click();
      const rows = page.locator('[data-territory-row]');
      expect(await rows.count()).toBe(50);
      const garrison = page.getByRole('columnheader', { name: 'Garrison' });
      await garrison.getByRole('button').click();
      expect(await garrison.getAttribute('aria-sort')).toBe('descending');
      const counts = async () =>
        (await rows.locator('td:nth-child(5)').allTextContents()).map((text) => Number(text.replace(/\D/g, '')));
      const falling = await counts();
      expect(falling).toEqual([...falling].sort((a, b) => b - a));
      await garrison.getByRole('button').click();
      expect(await counts()).toEqual([...falling].reverse());
      await page.locator('[data-territory-row="23"]').getByText('%').waitFor();
      await page.locator('[data-territory-row="21"]').getByText('yours').waitFor();
      expect(await widerThanWindow(page)).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
    });
  });

  it('shows its four layers, and hatches what is stronger than everybody at home', async () => {
    await world.setArmy(player.userId, { militia: 30, spearman: 0, archer: 0, cavalry: 0 });
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await open(page);
      const map = page.getByTestId('map');
      const choose = async (mode: string) => {
        if (viewport === PHONE) await page.locator('.modes button[aria-pressed="true"]').click();
        await page.getByTestId(`mode-${mode}`).click();
      };
      expect(await map.locator('.land-figure').count()).toBe(0);
      await choose('worth');
      expect(await map.locator('.land-figure').first().textContent()).toBe('100');
      await choose('strength');
      expect(await map.locator('path[fill="url(#hatch-land)"]').count()).toBeGreaterThan(0);
      // A figure stands on its land.
      const [figure, land] = await Promise.all([
        map.locator('.land-figure').first().boundingBox(),
        page.locator('[data-territory-id="1"]').boundingBox(),
      ]);
      expect(figure?.x).toBeGreaterThan(land?.x ?? 0);
      expect((figure?.x ?? 0) + (figure?.width ?? 0)).toBeLessThan((land?.x ?? 0) + (land?.width ?? 0));
    });
  });

  it('brings the chosen land out from under the panel that opens for it', async () => {
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      for (const land of [40, 24, 30, 48]) {
        await open(page, `/territories/${land}`);
        await page.getByTestId('odds').or(page.getByTestId('remind')).first().waitFor();
        await expect
          .poll(() =>
            page.evaluate((id) => {
              const box = document.querySelector(`[data-territory-id="${id}"]`)?.getBoundingClientRect();
              if (!box) return 'no land';
              const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return hit?.closest('[data-territory-id]')?.getAttribute('data-territory-id') ?? hit?.className;
            }, land),
          )
          .toBe(String(land));
      }
    });
  });

  it('opens the whole saga', async () => {
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await open(page);
      const name = viewport === PHONE ? 'Show the whole saga' : 'Saga';
      await page.getByRole('button', { name, exact: true }).click();
      const saga = page.getByTestId('saga-panel');
      await saga.getByText('Wolf Pack').first().waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await saga.waitFor({ state: 'detached' });
    });
  });
});

describe('the map, by keys', () => {
  it('walks through the own land with brackets, reads out, lists and finds', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await open(page);
      await page.locator('[data-territory-id="21"][aria-label*="yours"]').waitFor();
      await page.locator('[data-territory-id="3"]').focus();
      await page.keyboard.press(']');
      expect(await focusedLand(page)).toBe('21');
      await page.keyboard.press(']');
      expect(await focusedLand(page)).toBe('22');
      await page.keyboard.press('[');
      expect(await focusedLand(page)).toBe('21');
      await page.locator('[data-territory-id="23"]').focus();
      await page.keyboard.press('i');
      await page
        .getByRole('status')
        .filter({ hasText: 'to win with everybody at home' })
        .waitFor({ state: 'attached' });
      await page.keyboard.press('l');
      await page.locator('[data-territory-row="1"]').waitFor();
      await page.getByRole('button', { name: 'Back to the map' }).click();
      await page.keyboard.press('/');
      await page.getByRole('combobox').waitFor();
      // Typing is typing: a letter that is a key elsewhere goes into the field.
      await page.keyboard.type('l');
      expect(await page.getByRole('combobox').inputValue()).toBe('l');
      await page.keyboard.press('Escape');
      await page.getByTestId('find-land').waitFor({ state: 'detached' });
    });
  });

  it('opens the march against the focused land with A, and only where a march is allowed', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await open(page);
      await page.locator('[data-territory-id="21"]').focus();
      await page.keyboard.press('a');
      // The key does something as soon as the dialog has arrived and the land is known: a player presses again.
      await expect
        .poll(async () => {
          await page.locator('[data-territory-id="23"]').focus({ timeout: 1_000 });
          await page.keyboard.press('a');
          return page.getByTestId('march-dialog').isVisible();
        })
        .toBe(true);
      expect(new URL(page.url()).pathname).toBe('/territories/23');
    });
  });
});

describe('the drawer', () => {
  it('names the lords inside, shares a link, and reminds of the end of a truce', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page, context }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await world.setArmy(rival.userId, HOST);
      await attackThroughApi(world, rival, 45, { ...HOST, militia: 100, cavalry: 0 });
      await open(page, '/territories/45');
      await page.getByTestId('lords').getByText('Ulf').waitFor();
      await page.getByRole('button', { name: 'Share this land' }).click();
      await page.getByRole('menuitem', { name: 'Copy the link' }).click();
      await page.getByText('The link is copied.').first().waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${world.origin}/territories/45`);
      await page.getByTestId('remind').click();
      expect(await page.getByTestId('remind').getAttribute('aria-pressed')).toBe('true');
      // 24 seconds of truce in this world: then the order is open, and the reminder comes.
      await page
        .getByText(/^The truce of .* is over\.$/)
        .first()
        .waitFor({ timeout: 40_000 });
      await page.getByTestId('territory-drawer').getByRole('button', { name: 'Attack' }).waitFor();
    });
  });
});

describe('the drawing', () => {
  it('consists of few enough nodes for a phone', async () => {
    await visit(browser, { viewport: PHONE, origin: world.origin }, async ({ page }) => {
      await open(page);
      await page.locator('[data-territory-id="50"]').waitFor();
      expect(await page.locator('.world *').count()).toBeLessThanOrEqual(MOST_NODES);
    });
  });

  it('lets the new dye flood in when land is taken, and only marks it when motion is reduced', async () => {
    for (const motion of [true, false]) {
      await visit(browser, { viewport: DESKTOP, origin: world.origin, motion }, async ({ page }) => {
        await world.setArmy(rival.userId, HOST);
        await open(page);
        await page.locator('[data-territory-id="50"]').waitFor();
        await expect.poll(() => page.evaluate(() => document.querySelector('.saga-line') !== null)).toBe(true);
        const taken = page.locator('.capture-ring');
        const flood = page.locator('.capture-flood').first();
        await Promise.all([
          taken.first().waitFor({ state: 'attached' }),
          attackThroughApi(world, rival, motion ? 27 : 33, { ...HOST, militia: 150, cavalry: 0 }),
        ]);
        const display = await flood.evaluate((element) => getComputedStyle(element).display).catch(() => 'gone');
        expect(motion ? ['inline', 'gone'] : ['none', 'gone']).toContain(display);
        await taken.first().waitFor({ state: 'detached' });
      });
    }
  });
});
