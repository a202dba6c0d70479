/** The front page and the season's page in every state of a season, and the rankings. */
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, SIZES, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, attackThroughApi, startWorld, type World } from './support/world.ts';

const HOUR_MS = 3_600_000;

let browser: Browser;
let world: World;
let leader: ApiPlayer & { tribeId: string };

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  leader = await world.newChieftain('WinterKing', 'Raven Host', 'RVN');
  await world.setArmy(leader.userId, { militia: 200, spearman: 0, archer: 0, cavalry: 0 });
  await attackThroughApi(world, leader, 21, { militia: 100, spearman: 0, archer: 0, cavalry: 0 });
  await world.newChieftain('AshQueen', 'Ash Wardens', 'ASH');
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** The server's own answer about the season with some of it changed: a season of ten days cannot be lived through here. */
async function changeSeason(page: Page, change: (season: Season) => Partial<Season>): Promise<void> {
  await page.route('**/v1/seasons/current', async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { data: Season };
    await route.fulfill({ response, json: { ...body, data: { ...body.data, ...change(body.data) } } });
  });
}

const at = (ms: number) => new Date(Date.now() + ms).toISOString();

async function expectFine(page: Page, what: string): Promise<void> {
  expect(await axeViolations(page), `axe, ${what}`).toEqual([]);
  expect(await widerThanWindow(page), what).toEqual([]);
}

describe.each(SIZES)('the front page, $name', (viewport) => {
  const options = (expectedProblems?: RegExp) => ({
    viewport,
    origin: world.origin,
    ...(expectedProblems ? { expectedProblems } : {}),
  });

  it('takes registrations before the start', async () => {
    await visit(browser, options(), async ({ page }) => {
      await changeSeason(page, ({ timeline }) => ({
        status: 'registration',
        nextTickAt: null,
        timeline: { ...timeline, seasonStart: at(52 * HOUR_MS), seasonEnd: at(292 * HOUR_MS) },
      }));
      await page.goto('/');
      await page.getByText('registration is open').waitFor();
      await page
        .getByText(/^2 d 3 h$|^2 d 4 h$/)
        .first()
        .waitFor();
      await page.getByRole('main').getByRole('link', { name: 'Register' }).waitFor();
      await page.locator('.world').getByText('Starts in').waitFor();
      await expectFine(page, 'registration');
    });
  });

  it('says that tribes are closed when the end is near', async () => {
    await visit(browser, options(), async ({ page }) => {
      await changeSeason(page, ({ timeline }) => ({
        speed: 1,
        timeline: {
          ...timeline,
          seasonStart: at(-200 * HOUR_MS),
          seasonEnd: at(40 * HOUR_MS),
          tribesClose: at(-8 * HOUR_MS),
        },
      }));
      await page.goto('/');
      await page.getByText('tribes take no new members any more').waitFor();
      await expectFine(page, 'last days');
    });
  });

  it('shows the winners over the last map when it is over', async () => {
    await visit(browser, options(), async ({ page }) => {
      await changeSeason(page, ({ timeline }) => ({
        status: 'ended',
        nextTickAt: null,
        timeline: { ...timeline, seasonEnd: at(-HOUR_MS) },
      }));
      await page.goto('/');
      const podium = page.getByTestId('podium');
      await podium.getByText('Raven Host').waitFor();
      await page.getByText('The winter is over.').waitFor();
      expect(await page.locator('.lake-day').textContent()).toBe('Over');
      expect(
        await page.getByRole('button', { name: 'Connect Wallet' }).filter({ visible: true }).count(),
      ).toBeGreaterThan(0);
      await expectFine(page, 'ended');
    });
  });

  it('says what becomes of the money of a season that was cancelled', async () => {
    // The season of this server still runs: it keeps its secret.
    await visit(browser, options(/reveal/), async ({ page }) => {
      await changeSeason(page, () => ({ status: 'cancelled', nextTickAt: null, free: false, entryFee: 25 }));
      await page.goto('/');
      await page.getByText('Everyone gets the whole entry back').waitFor();
      await expectFine(page, 'cancelled');
      await page.goto('/season');
      await page.getByText('Everyone gets the whole entry back').waitFor();
      await expectFine(page, 'cancelled season');
    });
  });

  it('says so between two seasons, and when the server does not answer', async () => {
    await visit(browser, options(/404|Failed to load|ERR_FAILED/), async ({ page }) => {
      const error = { code: 'SEASON_NOT_FOUND', message: 'There is no season.' };
      await page.route('**/v1/seasons/current', (route) =>
        route.fulfill({ status: 404, json: { success: false, error, meta: { timestamp: at(0), requestId: 'x' } } }),
      );
      await page.goto('/');
      await page.getByText('The next one will open here.').waitFor();
      await expectFine(page, 'between');
      await page.goto('/season');
      await page.getByText('The next one will be announced here.').waitFor();

      await page.unroute('**/v1/seasons/current');
      await page.route('**/v1/**', (route) => route.abort());
      await page.goto('/');
      await page.getByText('The server cannot be reached right now.').waitFor();
      await expectFine(page, 'unreachable');
    });
  });

  it('shows prizes by the rules’ own division on the page of a paid season', async () => {
    await visit(browser, options(), async ({ page }) => {
      await changeSeason(page, () => ({
        free: false,
        entryFee: 25,
        prizePool: { total: 1000, breakdown: { rank1: 300, rank2: 200, rank3: 100, rank4_10: 57.14 } },
      }));
      await page.route('**/v1/seasons/*/prizes', async (route) => {
        const response = await route.fetch();
        const body = (await response.json()) as { data: object };
        await route.fulfill({ response, json: { ...body, data: { ...body.data, poolMicro: 1_000_000_000 } } });
      });
      await page.goto('/season');
      const list = page.locator('section', { has: page.getByRole('heading', { name: 'If it ended now' }) });
      // Only one tribe has points: all of it is theirs.
      await list
        .getByRole('row', { name: /Raven Host/ })
        .getByText('1,000 USDT')
        .waitFor();
      await list
        .getByRole('row', { name: /Ash Wardens/ })
        .getByText('–')
        .waitFor();
      await expectFine(page, 'season');
    });
  });
});

describe.each(SIZES)('the ranks, $name', (viewport) => {
  it('are searched, tell the last day, and lead to a player', async () => {
    const options = { viewport, origin: world.origin, expectedProblems: /404/ };
    await visit(browser, options, async ({ page }) => {
      await page.goto('/ranks');
      const rows = page.getByTestId('rank-row');
      await rows.nth(1).waitFor();
      expect(await rows.first().textContent()).toMatch(/Raven Host/);
      await expectFine(page, 'tribes');
      await page.getByRole('searchbox').fill('ash');
      await expect.poll(() => rows.count()).toBe(1);
      expect(await rows.first().textContent()).toMatch(/^2.*Ash Wardens/);
      await page.getByRole('searchbox').fill('nobody at all');
      await page.getByText('Nobody is called “nobody at all”.').waitFor();

      await page.getByRole('button', { name: 'Players' }).click();
      await page.getByRole('searchbox').fill('winter');
      await page.getByRole('link', { name: 'WinterKing' }).click();
      await page.waitForURL(`${world.origin}/player/${leader.userId}`);
      await page.getByRole('heading', { level: 1, name: 'WinterKing' }).waitFor();
      await expectFine(page, 'player');
      await page.goto('/player/000000000000000000000000');
      await page.getByText('There is no such player.').waitFor();
    });
  });
});

describe.each(SIZES)('the pages of the game, $name', (viewport) => {
  it.each([
    ['registration', /Orders open in/],
    ['ended', /takes no more orders/],
    ['cancelled', /was cancelled/],
  ] as const)('say why a season in state %s takes no orders', async (status, sentence) => {
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await changeSeason(page, ({ timeline }) => ({
        status,
        nextTickAt: null,
        timeline: status === 'registration' ? { ...timeline, seasonStart: at(HOUR_MS) } : timeline,
      }));
      await openAs(page, leader, '/village');
      await page.getByTestId('season-strip').getByText(sentence).waitFor();
      await expectFine(page, status);
      await page.getByTestId('season-strip').getByRole('link', { name: 'To the season' }).click();
      await page.waitForURL('**/season');
    });
  });
});
