/** What the game is for, from the first visit to the first land, as a player does it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, PHONE, visit } from './support/browser.ts';
import { goTo, signInWithWallet } from './support/player.ts';
import { installWallet, TestWallet } from './support/wallet.ts';
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

/** Waits for the player's request and lets them in, as a chieftain at another computer would. */
async function acceptNextRequest(leader: ApiPlayer & { tribeId: string }): Promise<void> {
  const { tribeId } = leader;
  const { requests } = await leader.api.call('tribes.get', { params: { tribeId } });
  const request = requests[0];
  if (!request) throw new Error('nobody has asked to join');
  await leader.api.call('tribes.acceptRequest', { params: { tribeId, userId: request.userId } });
}

// Both lands are plains at the edge with the weakest of the wild garrisons: 25 militia.
describe.each([
  { size: DESKTOP, land: 21, tribe: 'Raven Host', tag: 'RVN' },
  { size: PHONE, land: 27, tribe: 'Ash Wardens', tag: 'ASH' },
])('the first land, $size.name', ({ size, land, tribe, tag }) => {
  it('leads from the wallet through village and tribe to a won battle and its report', async () => {
    const leader = await world.newChieftain(`Leader${tag}`, tribe, tag);
    await visit(browser, { viewport: size, origin: world.origin }, async ({ page, context }) => {
      await installWallet(context, new TestWallet());

      await page.goto('/');
      await signInWithWallet(page);
      await page.waitForURL(`${world.origin}/territories`);

      await goTo(page, 'Village');
      await page.getByTestId('upgrade-barracks').click();
      await page.getByTestId('building-barracks').getByText('level 2').waitFor();
      await page.fill('[name="train-militia"]', '40');
      await page.getByTestId('train-militia').click();
      await page.getByTitle('40 at home').waitFor();

      await goTo(page, 'Tribe');
      const row = page.getByRole('listitem').filter({ hasText: tribe });
      await row.getByRole('button', { name: 'Ask to join' }).click();
      await row.getByRole('button', { name: 'Asked' }).waitFor();
      await acceptNextRequest(leader);
      // The news of the new seat come without a reload.
      await page.getByRole('heading', { level: 1, name: tribe }).waitFor();

      await goTo(page, 'Territories');
      await page.waitForURL(`${world.origin}/territories`);
      const territory = page.locator(`[data-territory-id="${land}"]`);
      await territory.click();
      await page.click('text=Attack');
      await page.fill('[name="militia"]', '40');
      await page.click('[data-formation="offensive"]');
      await expect.poll(() => page.getByTestId('win-chance').textContent()).toMatch(/100/);
      await page.click('text=Confirm Attack');
      await page.waitForSelector('text=Battle Complete', { timeout: 10_000 });
      expect(await page.textContent('[data-battle-result]')).toBe('Victory');
      expect(new URL(page.url()).pathname).toBe(`/territories/${land}`);

      await page.getByRole('link', { name: 'See the report' }).click();
      await page.getByTestId('battle-report').waitFor();
      await page.getByText('Units destroyed').waitFor();
      // The replay has its own place below the verdict, whatever screen was shown before.
      const verdict = await page.getByRole('heading', { level: 1, name: 'Victory' }).boundingBox();
      const replay = await page.getByRole('img', { name: /^Replay/ }).boundingBox();
      expect(replay?.y).toBeGreaterThan((verdict?.y ?? 0) + (verdict?.height ?? 0));

      await goTo(page, 'Battles');
      await page.locator('[data-battle-id][data-result="victory"]').waitFor();

      await goTo(page, 'Territories');
      expect(await territory.getAttribute('aria-label')).toMatch(new RegExp(`held by ${tribe}.*yours`));
    });
  });
});
