/** Battles: the list with its filters and its file, the report with its replay, and a march whose session ended. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, SIZES, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, attackThroughApi, startWorld, type World } from './support/world.ts';

const HOST = { militia: 400, spearman: 0, archer: 0, cavalry: 50 };
const some = (militia: number) => ({ militia, spearman: 0, archer: 0, cavalry: 0 });

let browser: Browser;
let world: World;
let player: ApiPlayer;
let rival: ApiPlayer;
let won: string;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  player = await world.newChieftain('WinterKing', 'Raven Host', 'RVN');
  rival = await world.newChieftain('Ulf', 'Wolf Pack', 'WLF');
  await world.setArmy(player.userId, HOST);
  await world.setArmy(rival.userId, HOST);
  won = (await attackThroughApi(world, player, 21, some(100))).battleId;
  await attackThroughApi(world, player, 1, some(5));
  for (let i = 0; i < 22; i++) await attackThroughApi(world, player, 2, some(1));
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe.each(SIZES)('the list of battles, $name', (viewport) => {
  it('is filtered, searched, read to its end, and saved as a file', async () => {
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/battles');
      const rows = page.locator('[data-battle-id]');
      await rows.first().waitFor();
      // The end comes near by itself when the list is scrolled.
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await expect.poll(() => rows.count()).toBe(24);
      expect(await axeViolations(page)).toEqual([]);
      expect(await widerThanWindow(page)).toEqual([]);

      await page.getByRole('button', { name: 'Defence' }).click();
      await page.getByText('None of this kind.').waitFor();
      await page.getByRole('button', { name: 'All', exact: true }).click();
      const name = (await page.evaluate(async () => {
        const answer = await (await fetch('/v1/territories')).json();
        return answer.data.territories[20].name as string;
      })) as string;
      await page.getByRole('searchbox').fill(name.toUpperCase());
      await expect.poll(() => rows.count()).toBe(1);
      expect(await rows.first().getAttribute('data-battle-id')).toBe(won);

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'CSV' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^battles-season-\d+\.csv$/);
      const lines = readFileSync(await download.path(), 'utf8')
        .trim()
        .split('\n');
      expect(lines).toHaveLength(2);
      expect(lines[1]).toContain(won);
    });
  });
});

describe('unread reports', () => {
  it('carry a mark until they were opened, one by one or all at once', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/battles');
      const badge = page.getByRole('banner').getByRole('link', { name: 'Battles' });
      await expect.poll(() => badge.textContent()).toContain('24');
      await page
        .getByRole('main')
        .getByRole('button', { name: /^Unread/ })
        .click();
      const row = page.locator(`[data-battle-id="${won}"]`);
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await row.click();
      await page.getByTestId('battle-report').waitFor();
      await expect.poll(() => badge.textContent()).toContain('23');
      await page.goBack();
      await page.getByRole('button', { name: 'Mark all as read' }).click();
      await expect.poll(() => badge.textContent()).not.toMatch(/\d/);
      await page
        .getByRole('main')
        .getByRole('button', { name: /^Unread/ })
        .click();
      await page.getByText('None of this kind.').waitFor();
    });
  });
});

describe.each(SIZES)('the report, $name', (viewport) => {
  it('plays, stops, is scrubbed and skipped, and tells the same in words', async () => {
    await visit(browser, { viewport, origin: world.origin, motion: true }, async ({ page }) => {
      await openAs(page, player, `/battles/${won}`);
      const current = () => page.locator('[aria-current="step"]').getAttribute('data-testid');
      await page.getByTestId('replay-play').waitFor();
      expect(await current()).toBe('beat-6');
      await page.getByTestId('replay-scrub').fill('2');
      expect(await current()).toBe('beat-3');
      await page.getByTestId('replay-skip').click();
      expect(await current()).toBe('beat-6');
      await page.getByTestId('replay-play').click();
      await expect.poll(current, { timeout: 5000 }).toBe('beat-2');
      await page.getByTestId('replay-play').click();
      await page.getByTestId('beat-1').click();
      expect(await current()).toBe('beat-1');
      const log = page.getByTestId('battle-log');
      await log.locator('summary').click();
      expect(await log.getByRole('listitem').count()).toBe(7);
      expect(await axeViolations(page)).toEqual([]);
      expect(await widerThanWindow(page)).toEqual([]);
    });
  });

  it('goes on by one beat per press when motion is reduced', async () => {
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, `/battles/${won}`);
      await page.getByTestId('beat-1').click();
      await page.getByRole('button', { name: 'Next beat' }).click();
      expect(await page.locator('[aria-current="step"]').getAttribute('data-testid')).toBe('beat-2');
    });
  });
});

describe('a march', () => {
  it('is kept when the session ends, and is there again after signing in', async () => {
    await world.setArmy(player.userId, HOST);
    const options = { viewport: DESKTOP, origin: world.origin, expectedProblems: /401/ };
    await visit(browser, options, async ({ page }) => {
      await page.goto('/');
      await page.evaluate((token) => localStorage.setItem('auth_token', token), player.token);
      await page.goto('/territories/23');
      await page.getByTestId('odds').waitFor();
      await page.click('text=Attack');
      await page.fill('[name="militia"]', '37');
      await page.click('[data-formation="defensive"]');
      await page.evaluate(() => localStorage.setItem('auth_token', 'over'));
      await page.getByText('Your session ended.').first().waitFor();
      expect(await page.inputValue('[name="militia"]')).toBe('37');
      expect(await axeViolations(page)).toEqual([]);
      await page.getByTestId('march-dialog').getByRole('button', { name: 'Sign in again' }).click();
      await page.getByTestId('march-dialog').waitFor({ state: 'detached' });
      await page.evaluate((token) => localStorage.setItem('auth_token', token), player.token);
      await page.getByTestId('march-dialog').waitFor();
      expect(await page.inputValue('[name="militia"]')).toBe('37');
      expect(await page.locator('[data-formation="defensive"]').getAttribute('aria-checked')).toBe('true');
    });
  });

  it('waits a moment when the garrison changed while the dialog was open', async () => {
    await world.setArmy(rival.userId, HOST);
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/territories/3');
      await page.getByTestId('odds').waitFor();
      await page.click('text=Attack');
      await page.getByTestId('win-chance').waitFor();
      await attackThroughApi(world, rival, 3, some(200));
      await page.getByText('The garrison changed:').waitFor();
    });
  });
});
