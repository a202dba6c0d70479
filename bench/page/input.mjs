const DESKTOP = { viewport: { width: 1440, height: 900 } };

/** Runs in the page before anything else: notes how long each interaction took to its next paint. */
function watchInput() {
  window.inputs = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId > 0) window.inputs.push(entry.duration);
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 });
}

/** The longest time from a click or key to the next paint on the map and its panels, ms (steps of 8; 0 = none took 16). */
export async function measureInput(browser, origin) {
  const context = await browser.newContext({ baseURL: origin, ...DESKTOP });
  const page = await context.newPage();
  await page.addInitScript(watchInput);
  await page.goto('/territories');
  const map = page.getByTestId('map');
  await map.locator('[data-territory-id="1"]').waitFor();
  await page.waitForTimeout(1_000);
  for (const id of [1, 7, 15, 22, 33, 48]) {
    await map.locator(`[data-territory-id="${id}"]`).click({ force: true });
    await page.waitForTimeout(250);
  }
  for (const key of ['Tab', 'Tab', 'Escape']) await page.keyboard.press(key, { delay: 40 });
  await page.waitForTimeout(300);
  const inputs = await page.evaluate(() => window.inputs);
  await context.close();
  return inputs.length === 0 ? 0 : Math.max(...inputs);
}

/** Kilobytes over the line until the front page is loaded, without what is fetched ahead later: { all, scripts }. */
export async function measureFirstLoad(browser, origin) {
  const context = await browser.newContext({ baseURL: origin, ...DESKTOP, serviceWorkers: 'block' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const kinds = new Map();
  let [all, scripts] = [0, 0];
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    all += encodedDataLength;
    if (kinds.get(requestId) === 'Script') scripts += encodedDataLength;
  });
  await page.goto('/', { waitUntil: 'load' });
  await context.close();
  return { all: all / 1000, scripts: scripts / 1000 };
}
