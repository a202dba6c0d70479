const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PAGES = [
  '/territories',
  '/territories/21',
  '/village',
  '/raids',
  '/battles',
  '/ranks',
  '/tribe',
  '/season',
  '/me',
  '/',
];
const STAY_MS = 600;

/** In the page: goes somewhere without loading it anew. */
function follow(to) {
  history.pushState(null, '', to);
  dispatchEvent(new PopStateEvent('popstate'));
}

async function usedMegabytes(session) {
  for (let turn = 0; turn < 3; turn++) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { megabytes: Number((of('JSHeapUsedSize') / 1e6).toFixed(1)), nodes: of('Nodes') };
}

/**
 * A player looks at page after page for `seconds` while the demo's world fights on; the heap after a garbage collection at the start and at
 * the end. With the demo at speed 60 a minute is an hour of play.
 */
export async function measureHeap(browser, origin, { seconds = 60 } = {}) {
  const context = await browser.newContext({ baseURL: origin, ...DESKTOP });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('banner').getByRole('button', { name: 'Connect Wallet' }).click();
  await page.getByRole('button', { name: 'Play at once' }).click();
  await page.getByLabel('Your holdings').waitFor();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const before = await usedMegabytes(session);
  const deadlineMs = performance.now() + seconds * 1_000;
  let visits = 0;
  while (performance.now() < deadlineMs) {
    await page.evaluate(follow, PAGES[visits % PAGES.length]);
    await page.waitForTimeout(STAY_MS);
    visits += 1;
  }
  const after = await usedMegabytes(session);
  await context.close();
  return { before, after, visits };
}
