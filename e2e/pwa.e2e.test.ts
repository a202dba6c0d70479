/** The installed game: starts without a connection, never keeps an answer of the server, offers a new version, and shows messages. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, SIZES, visit } from './support/browser.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, startWorld, type World } from './support/world.ts';

const WORKER = fileURLToPath(new URL('../packages/client/dist/sw.js', import.meta.url));

let browser: Browser;
let world: World;
let player: ApiPlayer & { tribeId: string };

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  player = await world.newChieftain('WinterKing', 'Raven Host', 'RVN');
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** The worker is there and answers this page's requests. */
const controlled = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
  });

/** Paths of everything in any cache of the page. */
const keptPaths = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });

describe.each(SIZES)('without a connection, $name', (viewport) => {
  const offline = { viewport, origin: '', expectedProblems: /./ };

  it('the game starts, shows the land and says what is missing', async () => {
    await visit(browser, { ...offline, origin: world.origin }, async ({ page, context }) => {
      await page.goto('/territories');
      await page.locator('[data-territory-id="50"]').waitFor();
      await controlled(page);
      // Once more, so that the parts of this page pass the worker, too.
      await page.reload();
      await page.locator('[data-territory-id="50"]').waitFor();
      await context.setOffline(true);
      await page.goto('/territories');
      await page.locator('[data-territory-id="50"]').waitFor();
      await page.getByText('No connection.').waitFor();
      await context.setOffline(false);
      await page.getByText('Connected again.').waitFor();
    });
  });
});

describe('the caches', () => {
  it('hold the shell and the fonts, and no answer of the server', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/village');
      await controlled(page);
      for (const path of ['/tribe', '/territories', '/battles', '/me']) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
      }
      const paths = await keptPaths(page);
      expect(paths).toContain('/index.html');
      expect(paths.filter((path) => path.endsWith('.woff2'))).toHaveLength(2);
      const strange = paths.filter((path) => !/^\/(index\.html$|assets\/|favicon\.svg$|manifest|icons\/)/.test(path));
      expect(strange).toEqual([]);
    });
  });
});

describe('a new version', () => {
  it('is offered and taken when the player says so', async () => {
    const before = readFileSync(WORKER, 'utf8');
    try {
      await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
        await page.goto('/ranks');
        await page.getByRole('heading', { level: 1 }).waitFor();
        await controlled(page);
        expect(await page.getByTestId('notice-card').count()).toBe(0);
        writeFileSync(WORKER, `${before}\n// a later build`);
        await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
        const card = page.getByTestId('notice-card');
        await card.getByText('A new version of the game is ready.').waitFor();
        const reloaded = page.waitForEvent('load');
        await card.getByRole('button', { name: 'Load it now' }).click();
        await reloaded;
        const waiting = () =>
          page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null);
        await expect.poll(waiting).toBe(false);
      });
    } finally {
      writeFileSync(WORKER, before);
    }
  });
});

/** Puts a message of the push service into the page's worker. */
async function deliver(page: Page, context: BrowserContext, data: object): Promise<void> {
  const session = await context.newCDPSession(page);
  const found = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const id = registrations.at(-1)?.registrationId;
      if (id) resolve(id);
    });
  });
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: world.origin,
    registrationId: await found,
    data: JSON.stringify(data),
  });
}

const shown = (page: Page) =>
  page.evaluate(async () => {
    const notifications = await (await navigator.serviceWorker.ready).getNotifications();
    return notifications.map(({ title, body, data }) => ({ title, body, url: (data as { url: string }).url }));
  });

describe('a message to the device', () => {
  it('is not shown while a page is in front of the player', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page, context }) => {
      await context.grantPermissions(['notifications'], { origin: world.origin });
      await page.goto('/ranks');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await controlled(page);
      await deliver(page, context, { type: 'attack_incoming', title: 'Hear!', body: 'b', url: '/battles/1' });
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
      expect(await shown(page)).toEqual([]);
    });
  });
});

describe('the switch for this device', () => {
  it('asks for permission, tells the server, and takes it back', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page, context }) => {
      await context.grantPermissions(['notifications'], { origin: world.origin });
      // The browser's own push service is out of reach: what it would give is made up, everything else is real.
      await page.addInitScript(() => {
        let subscription: object | null = null;
        const text = (length: number) => 'A'.repeat(length);
        const make = () => ({
          endpoint: 'https://push.services.io/e2e/1',
          options: { applicationServerKey: null },
          toJSON: () => ({ endpoint: 'https://push.services.io/e2e/1', keys: { p256dh: text(87), auth: text(22) } }),
          unsubscribe: async () => {
            subscription = null;
            return true;
          },
        });
        PushManager.prototype.getSubscription = async () => subscription as PushSubscription | null;
        PushManager.prototype.subscribe = async () => {
          subscription = make();
          return subscription as PushSubscription;
        };
      });
      await openAs(page, player, '/me');
      await controlled(page);
      await page.getByTestId('setting-push').check();
      await page.getByText('This device gets messages.').waitFor();
      expect((await player.api.call('push.get')).devices).toBe(1);
      await page.getByTestId('setting-push').uncheck();
      await page.getByText('This device gets none.').waitFor();
      expect((await player.api.call('push.get')).devices).toBe(0);
    });
  });
});

describe('the page itself', () => {
  it('can be installed', async () => {
    const manifest = (await (await fetch(`${world.origin}/manifest.webmanifest`)).json()) as {
      start_url: string;
      display: string;
      icons: { src: string; sizes: string; purpose: string }[];
    };
    expect(manifest).toMatchObject({ start_url: '/territories', display: 'standalone' });
    for (const { src } of manifest.icons) expect((await fetch(world.origin + src)).status, src).toBe(200);
    expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
  });

  it('has a page for maintenance that needs nothing but itself', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto('/maintenance.html');
      await page.getByRole('heading', { name: 'The table is being set anew.' }).waitFor();
      expect(asked.filter((path) => !['/maintenance.html', '/maintenance.css', '/favicon.svg'].includes(path))).toEqual(
        [],
      );
    });
  });

  it('tells old browsers and those without scripts why there is no game', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin, expectedProblems: /./ }, async ({ page }) => {
      await page.addInitScript(() => Reflect.deleteProperty(Object, 'hasOwn'));
      await page.goto('/ranks');
      await page.getByRole('alert').getByText('This browser is too old for CryptoTribes.').waitFor();
    });
    const html = await (await fetch(`${world.origin}/ranks`)).text();
    expect(html.slice(html.indexOf('<noscript>'))).toContain('CryptoTribes needs JavaScript');
  });
});
