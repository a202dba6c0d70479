/**
 * `npm run screenshots`: the pictures of the README. Starts the game with its demo world in a folder of its own, waits until
 * land is held, and looks at it as a player would, at the size of a desktop and of a phone.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { build } from './lib/build.mjs';
import { builtServer, inRoot, ROOT } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';

const FOLDER = inRoot('docs/images');
const MAX_BYTES = 400_000;
const JPEG_QUALITY = 84;
const READY_MS = 60_000;
const LAND_MS = 240_000;
const STEP_MS = 30_000;
const STOP_MS = 10_000;
const HELD_LANDS = 12;
const MILITIA = 60;

const SIZES = [
  { name: 'desktop', type: 'jpeg', context: { viewport: { width: 1440, height: 900 } } },
  {
    name: 'mobile',
    type: 'png',
    context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  },
];

preflight();
await build();
const { findChromium } = await import(builtServer('testing/findPrograms'));
const found = await findChromium(process.env);
if (!found.ok) {
  console.error(`No pictures without a browser: ${found.reason}`);
  process.exit(1);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The game as a process of its own; resolves when it says that it is ready. */
async function startGame(dataDir) {
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    DEMO: '1',
    DEMO_SPEED: '300',
    LOG_LEVEL: 'warn',
  };
  // Not of an npm script any more: the game ends with us, not with npm.
  delete env.npm_lifecycle_event;
  const child = spawn(process.execPath, [inRoot('scripts/start.mjs')], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ready = new Promise((resolve) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('is ready')) resolve(true);
    });
  });
  const stop = async () => {
    child.kill('SIGINT');
    if ((await Promise.race([ended, sleep(STOP_MS, 'late', { ref: false })])) === 'late') child.kill('SIGKILL');
    await ended;
  };
  const isReady = await Promise.race([ready, ended.then(() => false), sleep(READY_MS, false, { ref: false })]);
  if (isReady) return { origin: `http://localhost:${port}`, stop };
  await stop();
  throw new Error('the game did not start');
}

async function territories(origin) {
  const answer = await (await fetch(`${origin}/v1/territories`)).json();
  return answer.data.territories;
}

async function waitForLand(origin) {
  const deadlineMs = performance.now() + LAND_MS;
  for (;;) {
    const held = (await territories(origin)).filter((territory) => territory.owner).length;
    if (held >= HELD_LANDS) return;
    if (performance.now() > deadlineMs) throw new Error(`only ${held} territories were held in time`);
    await sleep(1_000);
  }
}

/** Large pictures of the map are JPEG: as PNG they would be half a megabyte each. */
async function take(page, name, type) {
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${name}.${type === 'png' ? 'png' : 'jpg'}`);
  await page.evaluate(() => document.fonts.ready);
  // Messages of the moment would hide what the picture is of.
  for (const button of await page.getByRole('button', { name: 'Dismiss' }).all()) {
    await button.click({ timeout: 1_000 }).catch(() => undefined);
  }
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file, type, ...(type === 'jpeg' ? { quality: JPEG_QUALITY } : {}) });
  const { size } = statSync(file);
  if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes`);
  console.log(`wrote  ${path.relative(ROOT, file)} (${Math.round(size / 1000)} kB)`);
}

const goTo = async (page, path) => {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
};

/** The weakest wild land at the edge, which a new village can take. */
async function openTarget(origin) {
  const wild = (await territories(origin)).filter(
    ({ tier, terrain, owner, truceUntil }) => tier === 'edge' && terrain === 'plains' && !owner && !truceUntil,
  );
  const size = ({ npcDefense }) => Object.values(npcDefense.units).reduce((sum, count) => sum + count, 0);
  wild.sort((a, b) => size(a) - size(b));
  if (!wild[0]) throw new Error('no wild land is left');
  return wild[0].territoryId;
}

async function foundTribe(page, number) {
  const [name, tag] = number === 0 ? ['Lantern Guard', 'LAN'] : ['Frostbound', 'FRB'];
  await goTo(page, '/tribe');
  await page.fill('[name="tribeName"]', name);
  await page.fill('[name="tribeTag"]', tag);
  await page.getByRole('button', { name: 'Found the tribe' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

async function takePictures(browser, origin, size, number) {
  const context = await browser.newContext({ baseURL: origin, reducedMotion: 'reduce', ...size.context });
  context.setDefaultTimeout(STEP_MS);
  const page = await context.newPage();
  const picture = (name) => take(page, `${name}-${size.name}`, size.type);
  await page.goto('/');
  await page.getByLabel(/^The land:/).waitFor();
  await picture('landing');

  await page.getByRole('banner').getByRole('button', { name: 'Connect Wallet' }).click();
  await page.getByRole('button', { name: 'Play at once' }).click();
  await page.waitForURL('**/territories');
  await goTo(page, '/village');
  await page.getByTestId('upgrade-barracks').click();
  await page.fill('[name="train-militia"]', String(MILITIA));
  await page.getByTestId('train-militia').click();
  await page.getByTestId('queue-item').first().waitFor();
  await picture('village');
  await page.getByTitle(`${MILITIA} at home`).waitFor({ timeout: 60_000 });
  await foundTribe(page, number);

  const target = await openTarget(origin);
  await goTo(page, `/territories/${target}`);
  await page.getByTestId('odds').waitFor();
  await picture('territories');
  await page.click('text=Attack');
  await page.getByTestId('win-chance').waitFor();
  await page.getByRole('button', { name: 'Fewest that win' }).click();
  await picture('attack');
  await page.click('text=Confirm Attack');
  await page.getByText('Battle Complete').waitFor();
  await page.getByRole('link', { name: 'See the report' }).click();
  await page.getByText('Units destroyed').waitFor();
  await picture('battle');
  await context.close();
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'ct-pictures-'));
let game = null;
let browser = null;
try {
  game = await startGame(dataDir);
  const { executablePath, args } = found.value;
  browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', ...args.filter((arg) => arg === '--no-sandbox')],
  });
  await waitForLand(game.origin);
  for (const [number, size] of SIZES.entries()) await takePictures(browser, game.origin, size, number);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser?.close();
  await game?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
