const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PAN_MS = 4_000;
const STEP_MS = 16;

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** Milliseconds from frame to frame while the zoomed map is dragged around by the mouse: { p50, p95, frames }. */
export async function measureMapPan(browser, origin) {
  const context = await browser.newContext({ baseURL: origin, ...DESKTOP });
  const page = await context.newPage();
  await page.goto('/territories');
  const map = page.getByTestId('map');
  await map.locator('[data-territory-id="1"]').waitFor();
  await page.waitForTimeout(1_500);
  const box = await map.boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, -240);
  await page.waitForTimeout(800);
  await page.evaluate(() => {
    window.frames_ = [];
    let last = performance.now();
    const note = (now) => {
      window.frames_.push(now - last);
      last = now;
      window.frame_ = requestAnimationFrame(note);
    };
    window.frame_ = requestAnimationFrame(note);
  });
  await page.mouse.down();
  const startedAt = performance.now();
  for (let step = 0; performance.now() - startedAt < PAN_MS; step++) {
    const angle = step / 18;
    await page.mouse.move(middle.x + 160 * Math.sin(angle), middle.y + 120 * Math.sin(angle * 1.7));
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  await page.mouse.up();
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.frame_);
    return window.frames_.slice(5);
  });
  await context.close();
  const sorted = frames.toSorted((a, b) => a - b);
  return {
    p50: Number(percentile(sorted, 0.5).toFixed(1)),
    p95: Number(percentile(sorted, 0.95).toFixed(1)),
    frames: sorted.length,
  };
}
