/** Visitors without a wallet: what they see, what it costs to load, and what the page may not do. */
import { gzipSync } from 'node:zlib';
import type { Browser, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, SIZES, visit } from './support/browser.ts';
import { attackThroughApi, startWorld, type World } from './support/world.ts';

const MAX_CODE_BYTES = 110_000;
/** The drawing of the fifty territories is a script too: data that never changes, kept by the browser for good. */
const MAX_DRAWING_BYTES = 32_000;
const isDrawing = (url: string) => /\/map\.generated-/.test(url);
const MAX_FONT_BYTES = 135_000;

let browser: Browser;
let world: World;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe.each([
  { size: SIZES[0]!, land: 21, tribe: 'Raven Host', tag: 'RVN', held: 1 },
  { size: SIZES[1]!, land: 27, tribe: 'Ash Wardens', tag: 'ASH', held: 2 },
])('a spectator, $size.name', ({ size, land, tribe, tag, held }) => {
  it('sees on the front page how a land is taken, without a reload', async () => {
    const player = await world.newChieftain(`Leader${tag}`, tribe, tag);
    await world.setArmy(player.userId, { militia: 100, spearman: 0, archer: 0, cavalry: 0 });
    await visit(browser, { viewport: size, origin: world.origin }, async ({ page }) => {
      // Asked for once the socket is open.
      const isLive = page.waitForResponse(/\/v1\/events/);
      await page.goto('/');
      const summary = (count: number) => page.getByLabel(`The land: ${count} of 50 territories are held`);
      await summary(held - 1).waitFor();
      await isLive;
      const { winner } = await attackThroughApi(world, player, land, {
        militia: 100,
        spearman: 0,
        archer: 0,
        cavalry: 0,
      });
      expect(winner).toBe('attacker');
      await summary(held).waitFor();
      // Still the page that was opened.
      expect(await page.evaluate(() => performance.getEntriesByType('navigation').length)).toBe(1);
    });
  });

  it('reads on the map who holds what, and is shown the way in instead of an order', async () => {
    await visit(browser, { viewport: size, origin: world.origin }, async ({ page }) => {
      await page.goto('/');
      await page.getByRole('link', { name: 'Watch live' }).click();
      await page.locator(`[data-territory-id="${land}"]`).click();
      const drawer = page.getByTestId('territory-drawer');
      await drawer.getByText(tribe).first().waitFor();
      await drawer.getByRole('button', { name: 'Connect Wallet' }).waitFor();
      expect(await drawer.getByText('Attack', { exact: true }).count()).toBe(0);
    });
  });
});

describe('the first load', () => {
  it('keeps to its budget of code, drawing and fonts until the page is idle', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      // A page that is never idle loads what the first view needs and nothing more.
      await page.addInitScript(() => {
        window.requestIdleCallback = () => 0;
      });
      const responses: Response[] = [];
      page.on('response', (response) => responses.push(response));
      await page.goto('/');
      await page.getByLabel(/^The land:/).waitFor();
      await page.evaluate(() => document.fonts.ready);
      const sizes = async (type: string, isCounted: (url: string) => boolean) => {
        const counted = responses.filter((r) => r.request().resourceType() === type && isCounted(r.url()));
        const bodies = await Promise.all(counted.map((response) => response.body()));
        return bodies.reduce((sum, body) => sum + (type === 'script' ? gzipSync(body).length : body.length), 0);
      };
      const code = await sizes('script', (url) => !isDrawing(url));
      const drawing = await sizes('script', isDrawing);
      const fonts = await sizes('font', () => true);
      expect(code).toBeGreaterThan(20_000);
      expect(code).toBeLessThan(MAX_CODE_BYTES);
      expect(drawing).toBeGreaterThan(5_000);
      expect(drawing).toBeLessThan(MAX_DRAWING_BYTES);
      expect(fonts).toBeGreaterThan(20_000);
      expect(fonts).toBeLessThanOrEqual(MAX_FONT_BYTES);
    });
  });

  it('loads no wallet code and asks nobody who is signed in', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto('/', { waitUntil: 'networkidle' });
      expect(asked.filter((path) => /wallet/i.test(path))).toEqual([]);
      expect(asked).not.toContain('/v1/users/me');
    });
  });
});

describe('the content security policy', () => {
  it('allows scripts from this origin alone, and the page has none of another kind', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin }, async ({ page }) => {
      const response = await page.goto('/');
      const policy = response?.headers()['content-security-policy'] ?? '';
      const directives = new Map(
        policy.split(';').map((part) => {
          const [name = '', ...values] = part.trim().split(/\s+/);
          return [name, values] as const;
        }),
      );
      expect(directives.get('default-src')).toEqual(["'none'"]);
      expect(directives.get('script-src')).toEqual(["'self'"]);
      expect(directives.get('frame-ancestors')).toEqual(["'none'"]);
      expect(directives.get('require-trusted-types-for')).toEqual(["'script'"]);
      expect(policy).not.toMatch(/unsafe/);
      const html = (await response?.text()) ?? '';
      const scripts = [...html.matchAll(/<script\b([^>]*)>([^<]*)/g)];
      expect(scripts.length).toBeGreaterThan(0);
      for (const [, attributes = '', code = ''] of scripts) {
        expect(attributes).toMatch(/\bsrc="\//);
        expect(code.trim()).toBe('');
      }
      expect(html).not.toMatch(/\son[a-z]+=|\sstyle=/i);
    });
  });

  it('stops a script that somebody managed to put into the page', async () => {
    await visit(browser, { viewport: DESKTOP, origin: world.origin, expectedProblems: /script/i }, async ({ page }) => {
      await page.goto('/');
      await page.evaluate(() => {
        const script = document.createElement('script');
        // As text it is refused at once; as a node it gets in, and must not run.
        script.append('window.wasRun = true');
        document.body.append(script);
      });
      expect(await page.evaluate(() => 'wasRun' in window)).toBe(false);
    });
  });

  it('lets no text become markup or the address of a script', async () => {
    await visit(
      browser,
      { viewport: DESKTOP, origin: world.origin, expectedProblems: /TrustedHTML|TrustedScriptURL|policy/i },
      async ({ page }) => {
        await page.goto('/');
        const outcome = await page.evaluate(() => {
          const attempt = (what: () => void) => {
            try {
              what();
              return 'done';
            } catch (error) {
              return (error as Error).name;
            }
          };
          return {
            markup: attempt(() => {
              document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>';
            }),
            script: attempt(() => {
              document.createElement('script').src = '/evil.js';
            }),
          };
        });
        expect(outcome).toEqual({ markup: 'TypeError', script: 'TypeError' });
      },
    );
  });
});
