/** From the first visit to the own village: the welcome page, the waiting room, and the list of first steps. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, PHONE, SIZES, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { goTo, openAs, waitForPlayer } from './support/player.ts';
import { installWallet, newAccount, TestWallet, WALLET_NAME } from './support/wallet.ts';
import { startWorld, type World } from './support/world.ts';

const HOUR_MS = 3_600_000;

let browser: Browser;
let world: World;
let early: World;

beforeAll(async () => {
  [browser, world, early] = await Promise.all([launchBrowser(), startWorld(), startWorld({ startsInMs: HOUR_MS })]);
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
  await early?.stop();
});

const currentStep = (page: Page) => page.locator('[aria-current="step"]');

async function expectFine(page: Page, what: string): Promise<void> {
  expect(await axeViolations(page), `axe, ${what}`).toEqual([]);
  expect(await widerThanWindow(page), what).toEqual([]);
}

describe.each(SIZES)('the welcome page, $name', (viewport) => {
  it('leads from the wallet over the exact message and a name to the village', async () => {
    await visit(browser, { viewport, origin: world.origin, expectedProblems: /400/ }, async ({ page, context }) => {
      const wallet = new TestWallet();
      wallet.chainId = 137;
      await installWallet(context, wallet);
      await page.goto('/welcome');
      expect(await currentStep(page).textContent()).toMatch(/Connect/);
      await page.getByRole('button', { name: WALLET_NAME }).waitFor();
      await expectFine(page, 'connect');

      // A wallet that says no changes nothing, and the step can be taken again.
      wallet.rejectSignatures(1);
      await page.getByRole('button', { name: WALLET_NAME }).click();
      await page.getByRole('alert').getByText('Nothing happened. Try again.').waitFor();
      let look = () => {};
      wallet.beforeSigning = new Promise((resolve) => {
        look = resolve;
      });
      await page.getByRole('button', { name: WALLET_NAME }).click();
      // The very text that the wallet signs, and that its network does not matter.
      await page.getByRole('heading', { name: 'Sign the message' }).waitFor();
      expect(await page.locator('.connect-message').textContent()).toContain(wallet.address);
      await page.getByText('signing in works on every network').waitFor();
      expect(await currentStep(page).getAttribute('data-testid')).toBe('onboarding-step-2');
      await expectFine(page, 'sign');
      look();

      await page.getByRole('heading', { name: 'What shall we call you?' }).waitFor();
      expect(await currentStep(page).getAttribute('data-testid')).toBe('onboarding-step-3');
      await expectFine(page, 'name');
      await page.fill('[name="username"]', 'Support');
      await page.getByRole('button', { name: 'Take this name' }).click();
      await page.getByText('This name cannot be used.').waitFor();
      await page.fill('[name="username"]', `Brynja${viewport.name}`);
      await page.getByRole('button', { name: 'Take this name' }).click();

      await page.getByRole('heading', { name: 'Your village stands' }).waitFor();
      await expectFine(page, 'ready');
      await page.getByRole('link', { name: 'To your village' }).click();
      await page.waitForURL(`${world.origin}/village`);
    });
  });

  it('waits with those who came before the start', async () => {
    await visit(browser, { viewport, origin: early.origin }, async ({ page }) => {
      await page.goto('/');
      await page.getByRole('main').getByRole('link', { name: 'Register' }).click();
      await page.waitForURL(`${early.origin}/welcome`);
      await page.getByRole('button', { name: 'Play at once' }).click();
      await page.getByRole('button', { name: 'Later' }).click();
      await page.getByRole('heading', { name: 'You are in' }).waitFor();
      await page.getByText('begins in').waitFor();
      await page.getByText('The rules in two minutes').waitFor();
      await expectFine(page, 'waiting room');
      await page.getByRole('link', { name: 'Find or found a tribe' }).click();
      await page.waitForURL(`${early.origin}/tribe`);
    });
  });
});

describe.each(SIZES)('the first steps, $name', (viewport) => {
  it('mark themselves from what happens, lead to where it is done, and can be put away', async () => {
    const player = await world.newPlayer(`Steps${viewport.name}`);
    await visit(browser, { viewport, origin: world.origin }, async ({ page }) => {
      await openAs(page, player, '/territories');
      const list = page.getByRole('region', { name: 'First steps' });
      await list.getByText('0 of 7').waitFor();
      await expectFine(page, 'first steps');
      const isDone = (key: string) => page.getByTestId(`checklist-${key}`).getAttribute('data-done');

      await list.getByRole('link', { name: 'Raise the barracks to 2' }).click();
      await page.waitForURL(`${world.origin}/village`);
      await page.getByTestId('upgrade-barracks').click();
      await page.getByTestId('building-barracks').getByText('level 2').waitFor();
      await page.locator('[data-formation="defensive"]').click();
      await page.fill('[name="train-militia"]', '5');
      await page.getByTestId('train-militia').click();
      await page.getByTitle('5 at home').waitFor();

      await goTo(page, 'Territories');
      await list.getByText('3 of 7').waitFor();
      expect(await isDone('barracks')).toBe('true');
      expect(await isDone('warehouse')).toBe('false');
      await list.getByRole('link', { name: 'Look at the odds of an edge land' }).click();
      await page.getByTestId('territory-drawer').waitFor();
      await page.getByTestId('territory-drawer').getByRole('button', { name: 'Close' }).click();
      await list.getByText('4 of 7').waitFor();

      await list.getByRole('button', { name: 'Put the first steps away' }).click();
      await page.getByRole('heading', { name: 'Counsel' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Counsel' }).waitFor();
      expect(await list.count()).toBe(0);
    });
    const { checklist } = await player.api.call('users.me');
    expect(checklist).toEqual({ hidden: true, done: ['barracks', 'train', 'odds', 'guard'] });
  });
});

describe('wallets', () => {
  it.each([
    [4100, 'Your wallet is locked or shares no account with this site.'],
    [-32_002, 'Your wallet already shows a request.'],
    [4900, 'Your wallet is not connected to any network.'],
    [4001, 'Nothing happened. Try again.'],
  ])('that answer with %i get a sentence, and can be tried again', async (code, sentence) => {
    await visit(browser, { viewport: SIZES[0]!, origin: world.origin }, async ({ page, context }) => {
      const wallet = new TestWallet();
      wallet.refusesWith = code;
      await installWallet(context, wallet);
      await page.goto('/welcome');
      await page.getByRole('button', { name: WALLET_NAME }).click();
      await page.getByText(sentence).waitFor();
      wallet.refusesWith = null;
      await page.getByRole('button', { name: WALLET_NAME }).click();
      await page.getByRole('heading', { name: 'What shall we call you?' }).waitFor();
    });
  });

  it('on a phone without one can be reached by links into wallet apps', async () => {
    await visit(browser, { viewport: PHONE, origin: world.origin }, async ({ page }) => {
      await page.goto('/welcome');
      const link = page.getByRole('link', { name: 'Open in MetaMask' });
      expect(await link.getAttribute('href')).toBe(
        `https://metamask.app.link/dapp/${new URL(world.origin).host}/welcome`,
      );
      await expectFine(page, 'no wallet');
    });
  });

  it('that switch the account after signing in leave the player signed in, and the page says as whom', async () => {
    await visit(browser, { viewport: SIZES[0]!, origin: world.origin }, async ({ page, context }) => {
      const wallet = new TestWallet();
      await installWallet(context, wallet);
      await page.goto('/');
      await page.getByRole('banner').getByRole('button', { name: 'Connect Wallet' }).click();
      await page.getByRole('button', { name: WALLET_NAME }).click();
      await waitForPlayer(page);
      const before = wallet.address.slice(-4);
      await wallet.switchTo(newAccount(), page);
      await page
        .getByText(new RegExp(`You still play as 0x.{4}…${before}`))
        .first()
        .waitFor();
    });
  });
});
