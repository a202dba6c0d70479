/** The entry fee in the browser: terms, card (at a stand-in for Stripe), USDT (on a chain of the test), and every refusal. */
import { TERMS_VERSION } from '@cryptotribes/protocol/core/terms';
import { vaultSeasonId } from '@cryptotribes/server/features/payouts/prizeTree';
import { openTestChain, type TestChain } from '@cryptotribes/server/testing/chain/testChain';
import { findAnvil } from '@cryptotribes/server/testing/findPrograms';
import { type StripeStandIn, startStripeStandIn } from '@cryptotribes/server/testing/standIns/stripe/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, launchBrowser, SIZES, type Viewport, type Visitor, visit } from './support/browser.ts';
import { axeViolations, brokenByLongText, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { installWallet, newAccount, TestWallet, WALLET_NAME } from './support/wallet.ts';
import { type ApiPlayer, startWorld, type World } from './support/world.ts';

const FEE = 25_000_000n;
const HOUR_MS = 3_600_000;
const CONFIRMATIONS = 3;

describe.skipIf(!findAnvil(process.env).ok)('the entry fee', () => {
  let browser: Browser;
  let chain: TestChain;
  let stripe: StripeStandIn;
  let world: World;

  beforeAll(async () => {
    [browser, chain, stripe] = await Promise.all([launchBrowser(), openTestChain(), startStripeStandIn()]);
    world = await startWorld({
      startsInMs: HOUR_MS,
      entryFeeMicro: Number(FEE),
      env: {
        ...stripe.env,
        PAYMENTS: 'both',
        ...chain.env,
        CHAIN_CONFIRMATIONS: String(CONFIRMATIONS),
      },
    });
    await chain.openSeason(vaultSeasonId(world.seasonId), FEE);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await stripe?.stop();
    await chain?.stop();
  });

  const options = (viewport: Viewport, expectedProblems?: RegExp) => ({
    ...{ viewport, origin: world.origin, alsoMayAsk: [stripe.url] },
    ...(expectedProblems ? { expectedProblems } : {}),
  });

  async function expectFine(page: Page, what: string): Promise<void> {
    expect(await axeViolations(page), `axe, ${what}`).toEqual([]);
    expect(await widerThanWindow(page), what).toEqual([]);
  }

  async function agree(page: Page): Promise<void> {
    await page.getByRole('checkbox', { name: /I have read the terms/ }).check();
    await page.getByRole('checkbox', { name: /18 years/ }).check();
    await page.getByRole('button', { name: 'Confirm both' }).click();
    await page.getByText('Terms and age confirmed').waitFor();
  }

  let delivered = 0;
  /** What Stripe has to say since the last time. */
  async function deliver(): Promise<void> {
    const fresh = stripe.book.events.slice(delivered);
    delivered = stripe.book.events.length;
    for (const event of fresh) expect(await stripe.deliver(world.origin, event), event.type).toBe(200);
  }

  const confirmTerms = (player: ApiPlayer) =>
    player.api.call('payments.confirmTerms', { body: { termsVersion: TERMS_VERSION, adult: true } });

  /** A wallet with coins of the network, and no USDT. */
  async function walletOf(player: ApiPlayer, context: Visitor['context']): Promise<TestWallet> {
    const wallet = new TestWallet(player.account);
    wallet.node = chain.anvil;
    await chain.client.setBalance({ address: player.account.address, value: 10n ** 18n });
    await installWallet(context, wallet);
    return wallet;
  }

  describe.each(SIZES)('on a $name', (viewport) => {
    it('is paid by card: terms first, a refusal of the bank with its reason, then the entry', async () => {
      const player = await world.newPlayer(`Card${viewport.name}`);
      await visit(browser, options(viewport, /402/), async ({ page }) => {
        await openAs(page, player, '/welcome');
        await page.getByText('21.25 USDT').waitFor();
        await page.getByRole('link', { name: 'Choose how to pay' }).click();
        await page.waitForURL(`${world.origin}/enter`);
        expect(await page.getByRole('button', { name: 'Pay by card' }).count()).toBe(0);
        await page.getByRole('checkbox', { name: /18 years/ }).waitFor();
        await expectFine(page, 'terms');
        await agree(page);
        await expectFine(page, 'two ways');

        const card = page.getByTestId('pay-card');
        await card.getByRole('button', { name: 'Pay by card' }).click();
        const number = card.getByLabel('Card number');
        await number.fill('4000000000000002');
        await card.getByRole('button', { name: 'Pay 25.00 USD' }).click();
        await card.getByRole('alert').getByText('Your card was declined. Nothing was taken.').waitFor();
        await deliver();
        await page.getByTestId('payment').getByText('The bank refused the card.').waitFor();
        await expectFine(page, 'declined');
        await number.fill('4242424242424242');
        await card.getByRole('button', { name: 'Pay 25.00 USD' }).click();
        await card.getByText('Your bank has agreed.').waitFor();
        await deliver();
        await page.getByRole('heading', { name: 'Paid. You are in.' }).waitFor();
        await page.locator('[data-testid="payment"][data-status="settled"]').waitFor();
        await expectFine(page, 'paid');
        await page.getByRole('link', { name: 'To the waiting room' }).click();
        await page.getByRole('heading', { name: 'You are in' }).waitFor();
      });
    });

    it('is paid in USDT: every obstacle has its sentence and its way on, and it counts when it is final', async () => {
      const player = await world.newPlayer(`Usdt${viewport.name}`);
      await confirmTerms(player);
      await visit(browser, options(viewport), async ({ page, context }) => {
        const wallet = await walletOf(player, context);
        await openAs(page, player, '/enter');
        const way = page.getByTestId('pay-usdt');
        const press = (name: string) => way.getByRole('button', { name }).click();
        await press('Pay with USDT');
        await press(`Use ${WALLET_NAME}`);
        await way.getByText('Your wallet is on another network.').waitFor();
        await press(`Switch to network ${chain.anvil.chainId}`);
        await way.getByText('25 USDT are missing').waitFor();
        await expectFine(page, 'too little');
        await chain.token(chain.operator, 'mint', player.account.address, FEE);
        await allowOneMicro(player);
        await press('Look again');
        await way.getByText('USDT has it set to zero first').waitFor();
        wallet.rejectSignatures(1);
        await press('Set the old allowance to zero');
        await way.getByRole('alert').getByText('You said no in the wallet. Nothing was sent.').waitFor();
        await press('Set the old allowance to zero');
        await press('Allow 25 USDT');
        await way.getByText('25 USDT are allowed').waitFor();
        await expectFine(page, 'allowed');
        await press('Pay 25 USDT');
        await way.getByText(`In a block. 0 of ${CONFIRMATIONS} confirmations.`).waitFor();
        await chain.mine(1);
        await way.getByText(`In a block. 1 of ${CONFIRMATIONS} confirmations.`).waitFor();
        await expectFine(page, 'confirmations');
        // It is found again after a reload.
        await page.reload();
        await way.getByText(/In a block\. \d of 3 confirmations\./).waitFor();
        await chain.mine(CONFIRMATIONS);
        await page.getByRole('heading', { name: 'Paid. You are in.' }).waitFor();
        expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toHaveLength(4);
      });
    });
  });

  /** An allowance from earlier that is too small. */
  async function allowOneMicro({ account }: ApiPlayer): Promise<void> {
    await chain.client.impersonateAccount({ address: account.address });
    await chain.token(account.address, 'approve', chain.vault, 1n);
    await chain.client.stopImpersonatingAccount({ address: account.address });
  }

  it('is paid by a plain transfer whose hash the player names, also by one without a wallet in the browser', async () => {
    const player = await world.newPlayer('Plain');
    const { address } = player.account;
    await confirmTerms(player);
    await chain.client.setBalance({ address, value: 10n ** 18n });
    await chain.client.impersonateAccount({ address });
    await chain.token(chain.operator, 'mint', address, FEE);
    await visit(browser, options(DESKTOP), async ({ page }) => {
      await openAs(page, player, '/enter');
      const way = page.getByTestId('pay-usdt');
      await way.getByRole('button', { name: 'Pay with USDT' }).click();
      await way.getByText('No wallet was found in this browser.').waitFor();
      await way.getByText('Another way: a plain transfer').click();
      await way.getByText(chain.treasury).waitFor();
      await expectFine(page, 'plain transfer');
      await way.getByLabel('Transaction hash').fill('0x12');
      await way.getByRole('button', { name: 'I have sent it' }).click();
      await way.getByText('A transaction hash is 0x and 64 characters').waitFor();
      const { transactionHash } = await chain.token(address, 'transfer', chain.treasury, FEE);
      await way.getByLabel('Transaction hash').fill(transactionHash);
      await way.getByRole('button', { name: 'I have sent it' }).click();
      await way.getByText(/In a block/).waitFor();
      await chain.mine(CONFIRMATIONS + 1);
      await page.getByRole('heading', { name: 'Paid. You are in.' }).waitFor();
    });
  });

  it('that was paid twice goes back, and the page says so', async () => {
    const player = await world.newPlayer('Twice');
    const { address } = player.account;
    await confirmTerms(player);
    const body = { seasonId: world.seasonId };
    await player.api.call('payments.cryptoQuote', { body });
    const { clientSecret } = await player.api.call('payments.createEntryFee', { body });
    stripe.book.pay(clientSecret.split('_secret_')[0] ?? '');
    await deliver();
    await chain.client.setBalance({ address, value: 10n ** 18n });
    await chain.client.impersonateAccount({ address });
    await chain.token(chain.operator, 'mint', address, FEE);
    await visit(browser, options(DESKTOP), async ({ page }) => {
      await openAs(page, player, '/enter');
      await page.getByRole('heading', { name: 'Paid. You are in.' }).waitFor();
      await chain.token(address, 'transfer', chain.treasury, FEE);
      await chain.mine(CONFIRMATIONS + 1);
      const surplus = page.locator('[data-testid="payment"][data-status="refunding"]');
      await surplus.getByText('You had entered already, so this was paid twice.').waitFor();
      await expectFine(page, 'surplus');
    });
  });

  it('is refused in plain words', async () => {
    const cases = [
      [{ countryAllowed: false, country: 'US' }, 'are not offered where you are'],
      [{ countryAllowed: false, country: null }, 'We cannot tell which country you are in'],
      [{ open: false, seatsLeft: 0 }, 'All seats of this season are taken'],
      [{ open: false }, 'takes no new players at the moment'],
      [{ methods: [], open: false }, 'takes no entry fees at the moment'],
    ] as const;
    await visit(browser, options(DESKTOP), async ({ page }) => {
      for (const [changes, sentence] of cases) {
        // What the page before is still asking is answered first.
        await page.unrouteAll({ behavior: 'wait' });
        await page.route('**/v1/payments/options*', async (route) => {
          const response = await route.fetch();
          const answer = (await response.json()) as { data: object };
          await route.fulfill({ response, json: { ...answer, data: { ...answer.data, ...changes } } });
        });
        await page.goto('/enter');
        await page.getByTestId('pay-notice').getByText(sentence).waitFor();
        expect(await page.getByRole('button', { name: /Pay/ }).count()).toBe(0);
      }
    });
  });

  it('has its terms on a page that says what is not promised, and holds longer words', async () => {
    await visit(browser, options(SIZES[1] as Viewport), async ({ page }) => {
      await page.goto('/terms');
      await page.getByRole('heading', { name: 'What is not promised' }).waitFor();
      await page.getByText(TERMS_VERSION).waitFor();
      await expectFine(page, 'terms');
      expect(await brokenByLongText(page)).toEqual([]);
      await page.goto('/enter');
      await page.getByRole('heading', { name: 'Sign in first' }).waitFor();
      expect(await brokenByLongText(page)).toEqual([]);
    });
  });

  it('is paid in a document of its own: no other page lets in a script from elsewhere', async () => {
    const player = await world.newPlayer('Own', newAccount());
    await visit(browser, options(DESKTOP), async ({ page }) => {
      const policyOf = async (path: string) => (await page.goto(path))?.headers()['content-security-policy'] ?? '';
      expect(await policyOf('/season')).not.toContain(stripe.url);
      expect(await policyOf('/enter')).toContain(`script-src 'self' ${stripe.url}`);
      await openAs(page, player, '/enter');
      await page.getByRole('checkbox', { name: /18 years/ }).waitFor();
      const isOld = () => page.evaluate(() => 'mark' in window);
      await page.evaluate(() => Object.assign(window, { mark: true }));
      await page.getByRole('navigation').getByRole('link', { name: 'Village' }).first().click();
      await page.waitForURL(`${world.origin}/village`);
      await expect.poll(isOld).toBe(false);
      // And back by the history of the browser: a new document once more.
      await page.evaluate(() => Object.assign(window, { mark: true }));
      await page.goBack();
      await page.waitForURL(`${world.origin}/enter`);
      await expect.poll(isOld).toBe(false);
    });
  });
});
