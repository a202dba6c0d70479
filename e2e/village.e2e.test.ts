/** The village and the garrisons: every order that moves units or gold outside of a battle. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, SIZES, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { attackThroughApi, startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe.each(
  SIZES.map((viewport, index) => ({ viewport, name: viewport.name, land: 21 + index, tag: index ? 'ASH' : 'RVN' })),
)('the village, $name', ({ viewport, land, tag }) => {
  it('raises, trains, takes half back for what is cancelled, and chooses how home is guarded', async () => {
    const player = await world.newPlayer(`Builder${tag}`);
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/village');
      await page.getByTestId('upgrade-workshop').click();
      await page.getByTestId('building-workshop').getByText('level 2').waitFor();

      // Two batches: the second one waits long enough to be cancelled.
      await page.fill('[name="train-militia"]', '30');
      await page.getByTestId('train-militia').click();
      await page.getByTestId('queue-item').first().waitFor();
      await page.fill('[name="train-militia"]', '20');
      await page.getByTestId('train-militia').click();
      const second = page.getByTestId('queue-item').filter({ hasText: '20 militia' });
      await second.getByRole('button', { name: 'Cancel 20 militia' }).click();
      await second.getByRole('button', { name: 'Keep' }).click();
      await second.getByRole('button', { name: 'Cancel 20 militia' }).click();
      const before = await player.api.call('users.me');
      await second.getByRole('button', { name: /^Half back: 100 gold/ }).click();
      await second.waitFor({ state: 'detached' });
      await expect
        .poll(async () => (await player.api.call('users.me')).trainingQueue.length, { timeout: 5000 })
        .toBeLessThan(Math.max(2, before.trainingQueue.length));

      await page.locator('[data-formation="defensive"]').click();
      await expect
        .poll(async () => (await player.api.call('users.me')).homeFormation, { timeout: 5000 })
        .toBe('defensive');
      await page.getByText(/^Shield up/).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await widerThanWindow(page)).toEqual([]);
    });
  });

  it('moves units into a garrison and home again, and shows them on their way', async () => {
    const player = await world.newChieftain(`Lord${tag}`, `Host of ${tag}`, tag);
    const army = { militia: 120, spearman: 0, archer: 0, cavalry: 0 };
    await world.setArmy(player.userId, army);
    await attackThroughApi(world, player, land, { ...army, militia: 70 });
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, `/territories/${land}`);
      await page.getByRole('button', { name: 'Reinforce or recall' }).click();
      const dialog = page.getByTestId('garrison-dialog');
      await page.fill('[name="militia"]', '12');
      expect(await axeViolations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Move in' }).click();
      await page.getByText(/^12 units moved into/).waitFor();
      await page.getByRole('button', { name: 'Reinforce or recall' }).click();
      await dialog.getByRole('button', { name: 'Recall' }).click();
      await page.fill('[name="militia"]', '9');
      await dialog.getByRole('button', { name: 'Send home' }).click();
      await page.getByText(/^9 units left/).waitFor();
      await page.goto('/village');
      // Half an hour of the game is three seconds here: they are on their way, or back already.
      const away = page.getByTestId('coming-home').getByText(/^9 units from/);
      const home = page.getByTitle('47 at home');
      await away.or(home).first().waitFor();
      await home.waitFor();
    });
  });
});

describe.each(SIZES)('the march dialog, $name', (viewport) => {
  it('says why it cannot send, and corrects a number above what is home', async () => {
    const [tag, land] = viewport.width > 820 ? (['DKA', 34] as const) : (['DKB', 39] as const);
    const player = await world.newChieftain(`March${tag}`, `March of ${tag}`, tag);
    await world.setArmy(player.userId, { militia: 40, spearman: 0, archer: 0, cavalry: 0 });
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, `/territories/${land}`);
      await page.getByTestId('odds').waitFor();
      await page.click('text=Attack');
      const dialog = page.getByTestId('march-dialog');
      const field = page.locator('[name="militia"]');
      await field.fill('0');
      await dialog.getByRole('button', { name: 'Send at least one' }).waitFor();
      await field.fill('99');
      await dialog.getByText('only 40 at home').waitFor();
      // Enter in a number field sends nothing.
      await field.press('Enter');
      await field.blur();
      expect(await field.inputValue()).toBe('40');
      await dialog.getByRole('button', { name: 'Confirm Attack' }).waitFor();
      await dialog.getByRole('button', { name: 'Half' }).click();
      expect(await field.inputValue()).toBe('20');
      expect(await widerThanWindow(page)).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
      // Somebody else was faster: a truce begins while the dialog is open.
      const other = await world.newChieftain(`Fast${tag}`, `Fast ${tag}`, tag.replace('D', 'F'));
      await world.setArmy(other.userId, { militia: 300, spearman: 0, archer: 0, cavalry: 0 });
      await attackThroughApi(world, other, land, { militia: 200, spearman: 0, archer: 0, cavalry: 0 });
      await dialog.getByRole('button', { name: /^Truce/ }).waitFor();
    });
  });
});
