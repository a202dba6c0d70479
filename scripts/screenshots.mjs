/**
 * `npm run screenshots`: the pictures of the README. Starts the game with its demo world in a folder of its own, waits until
 * land is held, and looks at it as a player would, at the size of a desktop and of a phone.
 */
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { build } from './lib/build.mjs';
import { startDemoGame, territoriesOf, waitForLand } from './lib/demoGame.mjs';
import { builtServer, inRoot, ROOT } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';

const FOLDER = inRoot('docs/images');
const MAX_BYTES = 400_000;
const JPEG_QUALITY = 84;
const STEP_MS = 30_000;
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
  const wild = (await territoriesOf(origin)).filter(
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

let game = null;
let browser = null;
try {
  game = await startDemoGame({ DEMO_SPEED: '300' });
  const { executablePath, args } = found.value;
  browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', ...args.filter((arg) => arg === '--no-sandbox')],
  });
  await waitForLand(game.origin, HELD_LANDS);
  for (const [number, size] of SIZES.entries()) await takePictures(browser, game.origin, size, number);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser?.close();
  await game?.stop();
}
