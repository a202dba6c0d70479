/** A season whose battles wait for a public beacon: the waiting is seen, and at the end the round is checked with everything else. */
import { type BeaconStandIn, startBeaconStandIn } from '@cryptotribes/server/testing/standIns/beacon/server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { DESKTOP, launchBrowser, PHONE, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, startWorld, type World } from './support/world.ts';

let browser: Browser;
let beacon: BeaconStandIn;
let world: World;
let leader: ApiPlayer;
let battleId: string;
let round: number;

beforeAll(async () => {
  beacon = await startBeaconStandIn();
  beacon.fail('late');
  [browser, world] = await Promise.all([launchBrowser(), startWorld({ env: beacon.env })]);
  leader = await world.newChieftain('WinterKing', 'Raven Host', 'RVN');
  await world.setArmy(leader.userId, { militia: 200, spearman: 0, archer: 0, cavalry: 0 });
  const answer = await leader.api.call('battles.attackTerritory', {
    body: {
      territoryId: await world.territoryRowId(21),
      army: { militia: 100, spearman: 0, archer: 0, cavalry: 0 },
      formation: 'offensive',
    },
  });
  battleId = answer.battleId;
  round = answer.beacon?.round ?? 0;
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
  await beacon?.stop();
});

it('says which round a battle waits for, in the list and on its page, and shows the verdict as soon as the round is there', async () => {
  await visit(browser, { viewport: PHONE, origin: world.origin }, async ({ page }) => {
    await openAs(page, leader, '/battles');
    await page.getByText(`waits for round ${round} of the beacon`).waitFor();
    await page.goto(`/battles/${battleId}`);
    await page
      .getByText(new RegExp(`round ${round} of the public beacon`, 'i'))
      .first()
      .waitFor();
    await page.getByText(`round ${round}, waiting`).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await widerThanWindow(page)).toEqual([]);
    beacon.fail(null);
    await page.getByText(`round ${round}, came`).waitFor({ timeout: 30_000 });
    await page.getByText('Victory').first().waitFor();
  });
});

it('checks the round with every other step once the season is over, and says whose beacon it was', async () => {
  await world.program.ctx.pool.query('update seasons set season_end = now() where id = $1', [world.seasonId]);
  await vi.waitFor(
    async () => {
      const { status } = await leader.api.call('seasons.get', { params: { seasonId: world.seasonId } });
      expect(status).toBe('ended');
    },
    { timeout: 20_000, interval: 200 },
  );
  await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
    await page.goto(`/battles/${battleId}`);
    await page.getByTestId('fair-check').click();
    await page.getByTestId('fair-result').getByText('The same to the unit.').waitFor();
    expect(await page.getByText('matches', { exact: true }).count()).toBe(11);
    // The tag says that the secret is out.
    await page.getByText('open', { exact: true }).waitFor();
    await page.goto(`/fair?season=${world.seasonId}`);
    await page.getByText('a number that comes seconds later').waitFor();
    await page.getByTestId('fair-start').click();
    await page.getByTestId('fair-beacon').getByText('1 round of a beacon that is not drand’s').waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });
});
