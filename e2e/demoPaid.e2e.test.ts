/** `npm run demo:paid`, walked through by somebody without a wallet: from the first page over the fee to the claimed prize, on one machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findAnvil } from '@cryptotribes/server/testing/findPrograms';
import { type PaidDemo, startPaidDemo } from '@cryptotribes/server/testing/paidDemo';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, visit } from './support/browser.ts';

/** Ten days in twenty seconds: tribes must still take members when the fee has arrived. */
const SPEED = 43_200;

describe.skipIf(!findAnvil(process.env).ok)('the paid demo', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'ct-demo-paid-'));
  let browser: Browser;
  let demo: PaidDemo;
  const said: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    demo = await startPaidDemo({
      ...{ dataDir, port: 0, players: 24, registrationMs: 45_000, speed: SPEED, reviewMinutes: 0 },
      ...{ botsPlay: false, say: (line: string) => said.push(line) },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('leads from "Play at once" over the fee and the season to the claimed prize', async () => {
    const options = { viewport: DESKTOP, origin: demo.url };
    await visit(browser, options, async ({ page }) => {
      const wait = { timeout: 90_000 };
      await page.goto('/welcome');
      await page.getByText('pays with play money').waitFor();
      await page.getByRole('button', { name: 'Play at once' }).click();
      await page.getByRole('button', { name: 'Later' }).click();
      await page.getByRole('link', { name: 'Choose how to pay' }).click();
      await page.getByRole('checkbox', { name: /I have read the terms/ }).check();
      await page.getByRole('checkbox', { name: /18 years/ }).check();
      await page.getByRole('button', { name: 'Confirm both' }).click();
      await page.getByRole('button', { name: 'Pay with USDT' }).click();
      await page.getByRole('button', { name: 'Use this browser’s key' }).click();
      await page.getByRole('button', { name: 'Allow 25 USDT' }).click();
      await page.getByRole('button', { name: 'Pay 25 USDT' }).click();
      await page.getByRole('heading', { name: 'Paid. You are in.' }).waitFor(wait);

      // A tribe of one has its share of the pool, like every other.
      await page.goto('/tribe');
      await page.locator('[name="tribeName"]').fill('Lone Wolves');
      await page.locator('[name="tribeTag"]').fill('WLF');
      await page.getByRole('button', { name: 'Found the tribe' }).click();
      await page.getByRole('heading', { name: 'Lone Wolves' }).waitFor();

      await page.goto('/season');
      await page.getByTestId('claim').waitFor(wait);
      await page.getByTestId('claim').click();
      await page.getByRole('button', { name: 'Use this browser’s key' }).click();
      await page.locator('[data-testid="payout-status"][data-status="paid"]').waitFor(wait);
      expect(said.some((line) => line.startsWith('Two administrators approved'))).toBe(true);
    });
  });
});
