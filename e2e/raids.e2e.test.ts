/** Raids as a player does them: a bandit camp, then a village, with the question about the shield. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, SIZES, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { goTo, openAs } from './support/player.ts';
import { type ApiPlayer, startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const ARMY = { militia: 80, spearman: 10, archer: 10, cavalry: 4 };

async function raider(name: string): Promise<ApiPlayer> {
  const player = await world.newPlayer(name);
  await world.setArmy(player.userId, ARMY);
  return player;
}

/** A village without a shield: one that has raided a village itself. */
async function openVillage(name: string): Promise<ApiPlayer> {
  const player = await world.newPlayer(name);
  await world.program.ctx.pool.query('update villages set has_raided_village = true where user_id = $1', [
    player.userId,
  ]);
  return player;
}

describe.each(SIZES)('raids, $name', (viewport) => {
  const options = () => ({ viewport, origin: world.origin });

  it('bring gold from a camp, cost a charge and open the next camp', async () => {
    const player = await raider(`Camper${viewport.name}`);
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, player, '/territories');
      await goTo(page, 'Raids');
      await page.getByTestId('raid-charges').getByText('6 of 6 raid charges').waitFor();
      expect(await page.getByTestId('camp-2').textContent()).toMatch(/Locked/);
      await page.getByTestId('camp-2').click();
      expect(await page.getByRole('button', { name: 'Locked', exact: true }).isDisabled()).toBe(true);
      await page.getByTestId('camp-1').click();
      expect(await axeViolations(page), 'axe').toEqual([]);
      expect(await widerThanWindow(page)).toEqual([]);

      await page.getByRole('button', { name: 'Raid on Bandit camp 1' }).click();
      const dialog = page.getByTestId('raid-dialog');
      expect(await dialog.getByTestId('win-chance').textContent()).toMatch(/9\d\.\d|100/);
      await page.fill('[name="militia"]', '60');
      await page.click('[data-formation="offensive"]');
      expect(await dialog.getByTestId('win-chance').textContent()).toBe('100 %');
      expect(await axeViolations(page), 'axe, dialog').toEqual([]);
      await dialog.getByRole('button', { name: 'Confirm Raid' }).click();
      await dialog.getByText('Battle Complete').waitFor();
      expect(await page.textContent('[data-battle-result]')).toBe('Victory');
      await dialog.getByText('45 gold from Bandit camp 1.').waitFor();
      await dialog.locator('.march-foot').getByRole('button', { name: 'Close' }).click();

      await expect.poll(() => page.getByTestId('camp-2').textContent()).toMatch(/Next/);
      await expect.poll(() => page.getByTestId('camp-1').textContent()).toMatch(/Beaten/);
      await page
        .getByTestId('raid-charges')
        .getByText(/of 6 raid charges/)
        .waitFor();
    });
    const { raidCharges, campsBeaten } = await player.api.call('users.me');
    expect(campsBeaten).toBe(1);
    expect(raidCharges.nextAt).not.toBeNull();
  });

  it('ask once before the first raid on a village ends the shield of the own one', async () => {
    const player = await raider(`Raider${viewport.name}`);
    const target = await openVillage(`Target${viewport.name}`);
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, player, '/raids?show=villages');
      const row = page.locator(`[data-user-id="${target.userId}"]`);
      await row.getByText('nobody').waitFor();
      expect(await axeViolations(page), 'axe').toEqual([]);
      expect(await widerThanWindow(page)).toEqual([]);
      await row.getByRole('button', { name: `Raid on Target${viewport.name}` }).click();
      const dialog = page.getByTestId('raid-dialog');
      await dialog.getByRole('button', { name: 'Confirm Raid' }).click();
      const question = dialog.getByRole('alertdialog', { name: 'This ends the shield of your new village' });
      await question.waitFor();
      expect(await axeViolations(page), 'axe, question').toEqual([]);
      await question.getByRole('button', { name: 'Keep the shield' }).click();
      expect((await player.api.call('users.me')).marches).toEqual([]);

      await page.fill('[name="militia"]', '80');
      await dialog.getByRole('button', { name: 'Confirm Raid' }).click();
      await question.getByRole('button', { name: 'Raid anyway' }).click();
      await dialog.getByText('Battle Complete').waitFor();
      await dialog.getByText(/gold from Target/).waitFor();
      await page.keyboard.press('Escape');
      // The village is shielded now, and says so instead of offering another raid.
      await row.getByRole('button', { name: /^Shield/ }).waitFor();
    });
    expect((await player.api.call('users.me')).shieldUntil).toBeNull();
  });

  it('show visitors the way in', async () => {
    await visit(browser, options(), async ({ page }) => {
      await page.goto('/raids');
      await page.getByText('Sign in to raid bandit camps and villages.').waitFor();
      await page.getByRole('main').getByRole('button', { name: 'Connect Wallet' }).waitFor();
      expect(await axeViolations(page), 'axe').toEqual([]);
    });
  });
});
