/** Every way in: with a wallet that says yes, no or something else, and without a wallet. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, SIZES, visit } from './support/browser.ts';
import { signInWithWallet, waitForPlayer } from './support/player.ts';
import { installWallet, newAccount, TestWallet, WALLET_NAME } from './support/wallet.ts';
import { startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const openPanel = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Connect Wallet' }).click();
const chooseWallet = (page: Page) => page.getByRole('button', { name: WALLET_NAME }).click();

describe.each(SIZES)('signing in, $name', (viewport) => {
  const options = () => ({ viewport, origin: world.origin });

  it('asks the wallet for nothing before the player has chosen it', async () => {
    const wallet = new TestWallet();
    await visit(browser, options(), async ({ page, context }) => {
      await installWallet(context, wallet);
      await page.goto('/');
      await openPanel(page);
      await page.getByRole('button', { name: WALLET_NAME }).waitFor();
      expect(wallet.asked).not.toContain('eth_requestAccounts');
      expect(wallet.asked).not.toContain('wallet_requestPermissions');
      expect(wallet.asked).not.toContain('personal_sign');
    });
  });

  it('says what happened after a rejected signature, and lets the player try again', async () => {
    const wallet = new TestWallet();
    await visit(browser, options(), async ({ page, context }) => {
      await installWallet(context, wallet);
      await page.goto('/');
      wallet.rejectSignatures(1);
      await openPanel(page);
      await chooseWallet(page);
      await page.getByRole('alert').getByText('Nothing happened. Try again.').waitFor();
      await chooseWallet(page);
      await waitForPlayer(page);
      await page.waitForURL(`${world.origin}/territories`);
    });
  });

  it('refuses a signature of another account than the one chosen', async () => {
    const wallet = new TestWallet();
    wallet.signer = newAccount();
    await visit(browser, { ...options(), expectedProblems: /401/ }, async ({ page, context }) => {
      await installWallet(context, wallet);
      await page.goto('/');
      await openPanel(page);
      await chooseWallet(page);
      await page.getByRole('alert').getByText('another account').waitFor();
      expect(await page.getByLabel('Your holdings').count()).toBe(0);
    });
  });

  it('keeps the player signed in after a reload, without the wallet, and whatever account it shows by then', async () => {
    const wallet = new TestWallet();
    await visit(browser, options(), async ({ page, context }) => {
      await installWallet(context, wallet);
      await page.goto('/');
      await signInWithWallet(page);
      const asked = wallet.asked.length;
      await wallet.switchTo(newAccount(), page);
      await page.reload();
      await waitForPlayer(page);
      expect(wallet.asked).toHaveLength(asked);
    });
  });

  it('lets a visitor without a wallet play at once, and come back as the same player', async () => {
    // The page is still open when its session is ended behind its back, and may ask for something.
    await visit(browser, { ...options(), expectedProblems: /401/ }, async ({ page }) => {
      await page.goto('/');
      await openPanel(page);
      await page.getByText('No wallet was found in this browser.').waitFor();
      await page.getByRole('button', { name: 'Play at once' }).click();
      await waitForPlayer(page);
      await page.waitForURL(`${world.origin}/territories`);
      const myId = () => page.evaluate(async () => (await (await fetch('/v1/users/me')).json()).data.id as string);
      const id = await myId();
      await page.evaluate(async () => {
        await fetch('/v1/auth/logout', { method: 'POST' });
        localStorage.removeItem('ct_signed_in');
      });
      await page.goto('/');
      await openPanel(page);
      await page.getByRole('button', { name: 'Continue with this browser’s key' }).click();
      await waitForPlayer(page);
      expect(await myId()).toBe(id);
    });
  });
});
