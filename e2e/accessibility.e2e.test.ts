/** WCAG 2.0 to 2.2, A and AA, as far as a machine can tell, and no sideways scroll, on every screen at both sizes. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, SIZES, type Viewport, visit } from './support/browser.ts';
import { axeViolations, brokenByLongText, unreachable, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, attackThroughApi, startWorld, type World } from './support/world.ts';

/** The narrowest window that must do: a small phone, or a desktop at 400 %. */
const NARROWEST = { width: 320, height: 844 };
/** What the window of a desktop is at 200 %. */
const ENLARGED = { width: 720, height: 450 };

let browser: Browser;
let world: World;
let player: ApiPlayer & { tribeId: string };
let battleId: string;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  player = await world.newChieftain('WinterKing', 'Raven Host', 'RVN');
  await world.setArmy(player.userId, { militia: 300, spearman: 60, archer: 40, cavalry: 10 });
  const won = await attackThroughApi(world, player, 21, { militia: 60, spearman: 0, archer: 0, cavalry: 0 });
  battleId = won.battleId;
  const other = await world.newChieftain('AshQueen', 'Ash Wardens', 'ASH');
  await world.setArmy(other.userId, { militia: 100, spearman: 20, archer: 0, cavalry: 0 });
  await attackThroughApi(world, other, 27, { militia: 80, spearman: 0, archer: 0, cavalry: 0 });
  const guest = await world.newPlayer('Wanderer');
  await guest.api.call('tribes.request', { params: { tribeId: player.tribeId } });
  await player.api.call('buildings.upgrade', { body: { buildingType: 'warehouse' } });
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** The screen for everybody: by axe, in a small window, and in a language with longer sentences. The page is of no use afterwards. */
async function expectAccessible(page: Page, viewport: Viewport): Promise<void> {
  expect(await axeViolations(page), 'axe').toEqual([]);
  expect(await widerThanWindow(page), 'wider than the window').toEqual([]);
  const small = viewport.width > 800 ? ENLARGED : NARROWEST;
  await page.setViewportSize(small);
  expect(await widerThanWindow(page), `wider than ${small.width} px`).toEqual([]);
  expect(await unreachable(page), `out of reach at ${small.width} x ${small.height} px`).toEqual([]);
  await page.setViewportSize(viewport);
  expect(await brokenByLongText(page), 'with sentences 40 % longer').toEqual([]);
}

interface Screen {
  name: string;
  /** Visitors see it without a session. */
  isPublic?: true;
  path: () => string;
  /** Brings the screen to the state to be checked; done when everything is there. */
  reach: (page: Page) => Promise<void>;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).waitFor();

const SCREENS: readonly Screen[] = [
  { name: 'landing', isPublic: true, path: () => '/', reach: (page) => page.getByLabel(/^The land:/).waitFor() },
  {
    name: 'connect panel',
    isPublic: true,
    path: () => '/',
    async reach(page) {
      await page.getByRole('banner').getByRole('button', { name: 'Connect Wallet' }).click();
      await page.getByRole('button', { name: 'Play at once' }).waitFor();
    },
  },
  {
    name: 'map of a visitor',
    isPublic: true,
    path: () => '/territories/27',
    reach: (page) => page.getByTestId('territory-drawer').getByText('Ash Wardens').first().waitFor(),
  },
  {
    name: 'map with the drawer of a foreign land',
    path: () => '/territories/5',
    reach: (page) => page.getByTestId('odds').waitFor(),
  },
  {
    name: 'map with the drawer of an own land',
    path: () => '/territories/21',
    reach: (page) => page.getByRole('button', { name: 'Reinforce or recall' }).waitFor(),
  },
  {
    name: 'list of territories',
    path: () => '/territories',
    async reach(page) {
      await page.getByRole('button', { name: 'List of territories' }).click();
      await page.locator('[data-territory-row="50"]').waitFor();
    },
  },
  {
    name: 'dialog of an attack',
    path: () => '/territories/5',
    async reach(page) {
      await page.click('text=Attack');
      await page.getByTestId('win-chance').waitFor();
    },
  },
  { name: 'village', path: () => '/village', reach: (page) => page.getByTestId('building-workshop').waitFor() },
  {
    name: 'dialog of a garrison',
    path: () => '/territories/21',
    async reach(page) {
      await page.getByRole('button', { name: 'Reinforce or recall' }).click();
      await page.getByTestId('garrison-dialog').waitFor();
    },
  },
  {
    name: 'dialog of a raid',
    path: () => '/raids',
    async reach(page) {
      await page.getByRole('button', { name: 'Raid on Bandit camp 1' }).click();
      await page.getByTestId('raid-dialog').getByTestId('win-chance').waitFor();
    },
  },
  {
    name: 'list of notices',
    path: () => '/village',
    async reach(page) {
      await page.getByTestId('bell').click();
      await page.getByTestId('notices').waitFor();
    },
  },
  { name: 'own profile', path: () => '/me', reach: (page) => page.getByText('Your corner').first().waitFor() },
  {
    name: 'battles',
    path: () => '/battles',
    reach: (page) => page.locator(`[data-battle-id="${battleId}"]`).waitFor(),
  },
  {
    name: 'report',
    isPublic: true,
    path: () => `/battles/${battleId}`,
    reach: (page) => page.getByText('Units destroyed').waitFor(),
  },
  { name: 'own tribe', path: () => '/tribe', reach: (page) => page.getByTestId('chat-input').waitFor() },
  { name: 'tribes', isPublic: true, path: () => '/tribe', reach: (page) => page.getByText('Ash Wardens').waitFor() },
  { name: 'raids', path: () => '/raids', reach: (page) => page.getByTestId('camp-card').waitFor() },
  {
    name: 'villages to raid',
    path: () => '/raids?show=villages',
    reach: (page) => page.getByTestId('raid-village').first().waitFor(),
  },
  {
    name: 'welcome',
    isPublic: true,
    path: () => '/welcome',
    reach: (page) => page.getByRole('button', { name: 'Play at once' }).waitFor(),
  },
  {
    name: 'player',
    isPublic: true,
    path: () => `/player/${player.userId}`,
    reach: (page) => page.getByTestId('player').waitFor(),
  },
  { name: 'ranks', path: () => '/ranks', reach: (page) => page.getByText('Ash Wardens').first().waitFor() },
  { name: 'season', isPublic: true, path: () => '/season', reach: heading },
  { name: 'unknown page', isPublic: true, path: () => '/nowhere', reach: heading },
];

describe.each(SIZES)('every screen, $name', (viewport) => {
  const options = () => ({ viewport, origin: world.origin });

  it.each(SCREENS)('is accessible and fits: $name', async (screen) => {
    await visit(browser, options(), async ({ page }) => {
      if (screen.isPublic) await page.goto(screen.path());
      else await openAs(page, player, screen.path());
      await screen.reach(page);
      await expectAccessible(page, viewport);
    });
  });

  it('is accessible and fits: verdict of a battle', async () => {
    // Each size fights for a land of its own: a truce follows.
    const land = viewport.width > 800 ? 33 : 39;
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, player, `/territories/${land}`);
      await page.click('text=Attack');
      await page.fill('[name="militia"]', '60');
      await page.click('text=Confirm Attack');
      await page.waitForSelector('text=Battle Complete', { timeout: 10_000 });
      await expectAccessible(page, viewport);
    });
  });
});
