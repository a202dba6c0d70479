/** One browser for a test file, and pages that write down everything that should not happen. */

import { fileURLToPath } from 'node:url';
import { findChromium } from '@cryptotribes/server/testing/findPrograms';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

export interface Viewport {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** The two sizes that the interface is designed for. */
export const DESKTOP: Viewport = { name: 'desktop', width: 1440, height: 900 };
export const PHONE: Viewport = { name: 'phone', width: 390, height: 844 };
export const SIZES: readonly Viewport[] = [DESKTOP, PHONE];

/** How long a page may take for any single step before the test fails. */
const STEP_MS = 10_000;

/** Starts the browser that this machine has; throws with the reason when it has none. */
export async function launchBrowser(): Promise<Browser> {
  const found = await findChromium(process.env);
  if (!found.ok) throw new Error(found.reason);
  const { executablePath, args } = found.value;
  // Of the arguments that a browser asks for only the one it cannot start without: the tests are about a browser with its
  // guards up. Without a graphics card drawing in software through OpenGL takes many times as long as without it.
  return chromium.launch({ executablePath, args: ['--disable-gpu', ...args.filter((arg) => arg === '--no-sandbox')] });
}

/** A page with its own storage, cut off from every other host. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses of other hosts that the page asked for. The requests were aborted. */
  readonly strayRequests: string[];
  /** Error messages of the console, and errors that nobody caught. */
  readonly problems: string[];
}

export interface VisitorOptions {
  readonly viewport: Viewport;
  /** Pages are opened below this address, and it is the only one they may reach. */
  readonly origin: string;
  /** Other origins that the page may ask, e.g. of a stand-in. */
  readonly alsoMayAsk?: readonly string[];
  /** Default false: animations are left out, as for a player who asks for less motion. Drawing them in software takes a third of a test's time. */
  readonly motion?: boolean;
  /** Console errors that belong to the test: the browser reports every refused request. */
  readonly expectedProblems?: RegExp;
}

/** Pictures of pages on which a test failed, for whoever looks into it. */
const ARTIFACTS = fileURLToPath(new URL('../artifacts/', import.meta.url));

/**
 * A visit from an empty page to its end: walks, then sees that nothing went to another host and nothing went wrong in the
 * console. Keeps a picture when it fails. Closes the page in any case.
 */
export async function visit(
  browser: Browser,
  options: VisitorOptions,
  walk: (visitor: Visitor) => Promise<void>,
): Promise<void> {
  const visitor = await openVisitor(browser, options);
  try {
    await walk(visitor);
    expect(visitor.strayRequests, 'requests to other hosts').toEqual([]);
    const unexpected = visitor.problems.filter((problem) => !options.expectedProblems?.test(problem));
    expect(unexpected, 'errors in the console').toEqual([]);
  } catch (error) {
    const name = (expect.getState().currentTestName ?? 'test').replaceAll(/[^a-z0-9]+/gi, '-').slice(-80);
    await visitor.page.screenshot({ path: `${ARTIFACTS}${name}.png`, timeout: STEP_MS }).catch(() => undefined);
    if (visitor.problems.length > 0) console.error(visitor.problems.join('\n'));
    throw error;
  } finally {
    // The page may still be asking for something that the test answers.
    await visitor.page.unrouteAll({ behavior: 'ignoreErrors' });
    await visitor.context.close();
  }
}

async function openVisitor(browser: Browser, options: VisitorOptions): Promise<Visitor> {
  const { viewport, origin } = options;
  const isPhone = viewport.width < 821;
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: viewport.width, height: viewport.height },
    hasTouch: isPhone,
    isMobile: isPhone,
    reducedMotion: options.motion ? 'no-preference' : 'reduce',
  });
  context.setDefaultTimeout(STEP_MS);
  const strayRequests: string[] = [];
  const problems: string[] = [];
  const hosts = [origin, ...(options.alsoMayAsk ?? [])].map((address) => new URL(address).host);
  const isOurs = (url: URL) => hosts.includes(url.host) || url.protocol === 'data:' || url.protocol === 'blob:';
  await context.route(
    (url) => !isOurs(url),
    (route) => {
      strayRequests.push(route.request().url());
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.on('websocket', (socket) => {
    if (!isOurs(new URL(socket.url()))) strayRequests.push(socket.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  return { page, context, strayRequests, problems };
}
