/** A phone on a slow line: the processor at a quarter, 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const LINE = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 };
const SETTLED_MS = 6_000;

/** Runs in the page before anything else: notes the largest paint and how far things moved. */
function watchPaints() {
  window.paints = { lcpMs: 0, what: '', shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      window.paints.lcpMs = entry.startTime;
      window.paints.what = `${entry.element?.tagName.toLowerCase()} ${entry.element?.textContent?.slice(0, 24)}`;
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.paints.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** The largest paint of the front page, first visit, in ms; one entry a run. */
export async function measureFirstPaint(browser, origin, { runs = 3 } = {}) {
  const results = [];
  for (let run = 0; run < runs; run++) {
    const context = await browser.newContext({ baseURL: origin, ...PHONE });
    const page = await context.newPage();
    await page.addInitScript(watchPaints);
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', LINE);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto('/', { waitUntil: 'load' });
    await page.waitForTimeout(SETTLED_MS);
    const { lcpMs, what, shift } = await page.evaluate(() => window.paints);
    results.push({ lcpMs: Math.round(lcpMs), what, shift: Number(shift.toFixed(4)) });
    await context.close();
  }
  return results;
}
