/**
 * Whatever happens to the connection, the screen ends as the server's state is: hashes of both are compared after seeded chaos, in a
 * real browser against the real server.
 */
import type { Army } from '@cryptotribes/rules/core/units';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, PHONE, visit } from './support/browser.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, attackThroughApi, startWorld, type World } from './support/world.ts';

const SEED = 20261125;
const ROUNDS = 8;
/** Refused and lost requests belong to these tests, that for the service worker's script too. */
const EXPECTED = /net::ERR|Failed to load resource|WebSocket|error occurred when fetching the script/;
const HOST: Army = { militia: 40, spearman: 0, archer: 0, cavalry: 5 };
const EDGES = [21, 22, 26, 27, 28, 32, 33, 34, 38, 39, 40, 44, 45, 46, 50];

let browser: Browser;
let world: World;
let player: ApiPlayer & { tribeId: string };
let rivals: ApiPlayer[];

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  player = await world.newChieftain('WinterKing', 'Raven Host', 'RVN');
  rivals = [await world.newChieftain('Ulf', 'Wolf Pack', 'WLF'), await world.newChieftain('Bera', 'Bear Clan', 'BEA')];
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** Numbers from a seed: a failure can be played again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

interface Answer {
  cached: string;
  fresh: string;
  differences: string[];
}

const compare = (page: Page): Promise<Answer> =>
  page.evaluate(
    () =>
      new Promise<Answer>((answer, fail) => {
        dispatchEvent(new CustomEvent('ct:compare-state', { detail: { answer, fail } }));
        // A page that has only just come hears nothing yet: it is asked again.
        setTimeout(() => answer({ cached: 'none', fresh: 'unknown', differences: ['no answer'] }), 3_000);
      }),
  );

/** The screen comes to equal the server within seconds, sooner than any refresh by the clock would mend it. */
async function expectEqual(page: Page, what: string): Promise<void> {
  let last: Answer | null = null;
  try {
    await expect
      .poll(
        async () => {
          last = await compare(page);
          return last.cached === last.fresh;
        },
        { timeout: 15_000, interval: 300 },
      )
      .toBe(true);
  } catch (error) {
    throw new Error(`${what}: ${JSON.stringify((last as Answer | null)?.differences)}`, { cause: error });
  }
}

/** Some attacks of everybody on everything; those that the rules refuse (truce, own land) are part of it. */
async function battles(random: (below: number) => number, count: number): Promise<void> {
  for (const { userId } of [player, ...rivals]) await world.setArmy(userId, { ...HOST, militia: 400, cavalry: 60 });
  for (let i = 0; i < count; i++) {
    const sender = [player, ...rivals][random(3)]!;
    await attackThroughApi(world, sender, EDGES[random(EDGES.length)]!, HOST).catch(() => undefined);
  }
}

describe('the screen', () => {
  it('equals the server after seeded chaos: cuts, reloads, bursts of battles and restarts of the server', async () => {
    const random = randomFrom(SEED);
    const options = { viewport: DESKTOP, origin: world.origin, expectedProblems: EXPECTED };
    await visit(browser, options, async ({ page, context }) => {
      await openAs(page, player, '/territories');
      await page.locator('[data-territory-id="1"]').waitFor();
      await expectEqual(page, 'at the start');
      for (let round = 0; round < ROUNDS; round++) {
        const kind = (['burst', 'cut', 'reload', 'restart'] as const)[round % 4 === 3 ? 3 : random(3)]!;
        if (kind === 'cut') await context.setOffline(true);
        if (kind === 'reload') await page.reload({ waitUntil: 'commit' });
        await battles(random, 3 + random(4));
        if (kind === 'cut') await context.setOffline(false);
        if (kind === 'restart') await world.restart();
        await page.locator('[data-territory-id="1"]').waitFor();
        await expectEqual(page, `round ${round}, ${kind}, seed ${SEED}`);
      }
    });
  });

  it('says that orders are paused in flight mode, and catches up afterwards', async () => {
    const random = randomFrom(SEED + 1);
    const options = { viewport: PHONE, origin: world.origin, expectedProblems: EXPECTED };
    await visit(browser, options, async ({ page, context }) => {
      // The browser cuts no socket that is there already: one that was still being opened would say that all is well.
      const greeted = page
        .waitForEvent('websocket')
        .then((socket) =>
          socket.waitForEvent('framereceived', { predicate: ({ payload }) => String(payload).includes('"hello"') }),
        );
      await openAs(page, player, '/village');
      await page.getByTestId('upgrade-barracks').waitFor();
      await greeted;
      await context.setOffline(true);
      await page.getByText('Orders are paused.').waitFor();
      // Long enough for several ticks of the season, so that everything of ours has moved on.
      await battles(random, 6);
      await context.setOffline(false);
      await page.getByText('Orders are paused.').waitFor({ state: 'detached' });
      await page.goto('/territories');
      await expectEqual(page, 'after flight mode');
    });
  });

  it('follows in a second tab what the first one orders', async () => {
    await world.setArmy(player.userId, { militia: 0, spearman: 0, archer: 0, cavalry: 0 });
    const options = { viewport: DESKTOP, origin: world.origin, expectedProblems: EXPECTED };
    await visit(browser, options, async ({ page, context }) => {
      await openAs(page, player, '/village');
      const second = await context.newPage();
      await openAs(second, player, '/village');
      await second.getByTestId('upgrade-warehouse').waitFor();
      await page.getByTestId('upgrade-warehouse').click();
      await page.getByText('Raising to').first().waitFor();
      // Both end with the warehouse raised, told by the same news.
      for (const tab of [page, second]) {
        await tab.getByTestId('building-warehouse').getByText('level 2').waitFor();
        await tab.goto('/territories');
        await tab.locator('[data-territory-id="1"]').waitFor();
        await expectEqual(tab, 'in each tab');
      }
    });
  });

  it('finds the right time and state again after the machine slept', async () => {
    const random = randomFrom(SEED + 2);
    const options = { viewport: DESKTOP, origin: world.origin, expectedProblems: EXPECTED };
    await visit(browser, options, async ({ page }) => {
      await page.clock.install();
      await openAs(page, player, '/territories');
      await page.locator('[data-territory-id="1"]').waitFor();
      await expectEqual(page, 'before the sleep');
      const left = () => page.locator('.lake-left').textContent();
      await battles(random, 3);
      // The page's own clocks jump ahead by an hour in which the server lived on for seconds.
      await page.clock.fastForward('01:00:00');
      await expectEqual(page, 'after the sleep');
      // A season of 24 minutes that were thought to be over is not: the clock follows the server again.
      await expect.poll(left, { timeout: 10_000 }).not.toBe('0:00');
    });
  });
});
