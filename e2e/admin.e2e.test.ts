/** The administration, as those do their work in it who hold a role; and as everybody else finds it: not at all. */
import { readFile } from 'node:fs/promises';
import { grantRole } from '@cryptotribes/server/features/admin/roles';
import { raiseFlag } from '@cryptotribes/server/features/fairplay/flags';
import { freezePayouts, payoutsFrozen } from '@cryptotribes/server/features/ledger/freeze';
import { insertPayment } from '@cryptotribes/server/features/payments/queries';
import { settleEntry } from '@cryptotribes/server/features/payments/settle';
import { createSeason } from '@cryptotribes/server/features/seasons/service';
import { inTransaction } from '@cryptotribes/server/platform/tx';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, SIZES, visit } from './support/browser.ts';
import { axeViolations, brokenByLongText, widerThanWindow } from './support/checks.ts';
import { openAs } from './support/player.ts';
import { type ApiPlayer, startWorld, type World } from './support/world.ts';

let browser: Browser;
let world: World;
let operator: ApiPlayer;
let treasurer: ApiPlayer;
let support: ApiPlayer;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  operator = await world.newPlayer('Odalric');
  treasurer = await world.newPlayer('Thorgil');
  support = await world.newPlayer('Sunniva');
  const { ctx } = world.program;
  await grantRole(ctx, operator.account.address, 'operator');
  await grantRole(ctx, treasurer.account.address, 'treasurer');
  await grantRole(ctx, support.account.address, 'support');
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const reason = 'As agreed on Monday.';
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function expectFine(page: Page, what: string): Promise<void> {
  expect(await axeViolations(page), `axe, ${what}`).toEqual([]);
  expect(await widerThanWindow(page), `wider than the window, ${what}`).toEqual([]);
}

/** Fills the dialog and presses its button; done when it is gone. */
async function act(page: Page, label: string, given: { reason?: string; confirm?: string }): Promise<void> {
  const dialog = page.getByTestId('admin-act');
  const press = dialog.getByRole('button', { name: label, exact: true });
  expect(await press.isDisabled(), 'disabled before everything is filled in').toBe(
    given.reason !== undefined || given.confirm !== undefined,
  );
  if (given.reason !== undefined) await dialog.locator('[name="reason"]').fill(given.reason);
  if (given.confirm !== undefined) {
    await dialog.locator('[name="confirm"]').fill(`${given.confirm}x`);
    expect(await press.isDisabled(), 'disabled while something else is typed').toBe(true);
    await dialog.locator('[name="confirm"]').fill(given.confirm);
  }
  await press.click();
  await dialog.waitFor({ state: 'detached' });
}

/** A time that the form takes, some days from now. */
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);

const SECTIONS = [
  ['overview', 'Recurring credits'],
  ['seasons', 'Plan a season'],
  ['users', 'Odalric'],
  ['flags', 'Flags are signs'],
  ['payments', 'What Stripe told'],
  ['payouts', 'Payout process'],
  ['decisions', 'takes two people'],
  ['audit', 'admin.grant'],
] as const;

describe.each(SIZES)('the administration, $name', (viewport) => {
  const options = () => ({ viewport, origin: world.origin });
  const refusals = { expectedProblems: /404|400|409|401/ };

  it('does not exist for players and visitors', async () => {
    const player = await world.newPlayer(`Plain${viewport.name}`);
    await visit(browser, { ...options(), ...refusals }, async ({ page }) => {
      await page.goto('/admin');
      await page.getByRole('heading', { name: 'Nothing but snow here.' }).waitFor();
      await openAs(page, player, '/admin/seasons');
      await page.getByRole('heading', { name: 'Nothing but snow here.' }).waitFor();
      expect(await page.getByText('Administration').count()).toBe(0);
    });
  });

  it.each(SECTIONS)('is accessible and fits: %s', async (section, sentence) => {
    await visit(browser, options(), async ({ page }) => {
      if (section === 'overview') {
        // The way in for those who hold a role: the menu of the profile, on phones that of the pages.
        await openAs(page, operator, '/ranks');
        await page
          .getByRole('button', { name: /^Profile|^More$/ })
          .filter({ visible: true })
          .click();
        await page.getByRole('link', { name: 'Administration' }).click();
      } else await openAs(page, operator, `/admin/${section}`);
      await page.getByTestId(`admin-${section}`).getByText(sentence).first().waitFor();
      await expectFine(page, section);
      if (section === 'seasons') {
        await page.getByRole('button', { name: 'Cancel season' }).first().click();
        await page.getByTestId('admin-act').waitFor();
      }
      expect(await brokenByLongText(page), 'with sentences 40 % longer').toEqual([]);
    });
  });

  it('plans a free season, opens it early and cancels it after the name was typed', async () => {
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, operator, '/admin/seasons');
      const form = page.getByTestId('plan-season');
      const name = `Thaw of the ${viewport.name}`;
      await form.locator('[name="seasonName"]').fill(name);
      await form.locator('[name="seasonStart"]').fill(inDays(20));
      await form.locator('[name="registrationStart"]').fill(inDays(10));
      await form.locator('[name="speed"]').fill('2');
      await button(page, 'Plan it').click();
      const row = page.getByRole('row').filter({ hasText: name });
      await row.waitFor();
      await row.getByRole('button', { name: 'Open registration now' }).click();
      await expectFine(page, 'dialog');
      await act(page, 'Open registration now', { reason });
      await row.getByRole('button', { name: 'Open registration now' }).waitFor({ state: 'detached' });
      await row.getByRole('button', { name: 'Cancel season' }).click();
      await page.getByTestId('cancel-preview').getByText('Players: 0 · Tribes: 0').waitFor();
      await expectFine(page, 'dialog of cancelling');
      await act(page, 'Cancel season', { reason, confirm: name });
      await row.getByText('Cancelled').waitFor();
    });
  });

  it('cancels a season with an entry fee only after a second person approved', async () => {
    const name = `Gold of the ${viewport.name}`;
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, operator, '/admin/seasons');
      const form = page.getByTestId('plan-season');
      await form.locator('[name="seasonName"]').fill(name);
      await form.locator('[name="seasonStart"]').fill(inDays(20));
      await form.locator('[name="entryFee"]').selectOption('25');
      await button(page, 'Plan it').click();
      const row = page.getByRole('row').filter({ hasText: name });
      await row.getByRole('button', { name: 'Cancel season' }).click();
      await act(page, 'Propose cancelling', { reason, confirm: name });
      await row.getByText('Waits for a second person').click();
      const card = page.getByTestId('proposal-open').filter({ hasText: name });
      await card.getByText('Yours: another administrator decides.').waitFor();
      expect(await card.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    });
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, support, '/admin/decisions');
      const card = page.getByTestId('proposal-open').filter({ hasText: name });
      await card.getByText('Can be decided by: Treasurer, Operator').waitFor();
    });
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, treasurer, '/admin/overview');
      await page.getByText('waits for a second person').click();
      const card = page.getByTestId('proposal-open').filter({ hasText: name });
      await expectFine(page, 'open decisions');
      await card.getByRole('button', { name: 'Approve' }).click();
      await expectFine(page, 'dialog of approving');
      await act(page, 'Approve', { confirm: name });
      await card.waitFor({ state: 'detached' });
      await button(page, 'Approved').click();
      await page.getByTestId('proposal-approved').filter({ hasText: name }).waitFor();
    });
    const { seasons } = await operator.api.call('seasons.list');
    expect(seasons.find((season) => season.name === name)?.status).toBe('cancelled');
  });

  it('declines what is not wanted, and takes back one’s own', async () => {
    for (const [who, label, given, tab] of [
      [treasurer, 'Decline', { reason }, 'Declined'],
      [operator, 'Take back', {}, 'Taken back'],
    ] as const) {
      const name = `${tab} on the ${viewport.name}`;
      await visit(browser, options(), async ({ page }) => {
        await openAs(page, operator, '/admin/seasons');
        const form = page.getByTestId('plan-season');
        await form.locator('[name="seasonName"]').fill(name);
        await form.locator('[name="seasonStart"]').fill(inDays(20));
        await form.locator('[name="entryFee"]').selectOption('25');
        await button(page, 'Plan it').click();
        await page.getByRole('row').filter({ hasText: name }).getByRole('button', { name: 'Cancel season' }).click();
        await act(page, 'Propose cancelling', { reason, confirm: name });
      });
      await visit(browser, options(), async ({ page }) => {
        await openAs(page, who, '/admin/decisions');
        const card = page.getByTestId('proposal-open').filter({ hasText: name });
        await card.getByRole('button', { name: label }).click();
        await act(page, label, given);
        await card.waitFor({ state: 'detached' });
        await button(page, tab).click();
        await page.getByText(name).first().waitFor();
      });
    }
  });

  it('finds a player, signs out, restricts, bans and lifts', async () => {
    const name = `Grim${viewport.name}`;
    const player = await world.newPlayer(name);
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, support, '/admin/users');
      await page.locator('[name="search"]').fill(name.toLowerCase());
      await button(page, 'Find').click();
      await page.getByRole('link', { name }).click();
      await page.getByText('Open: 1').waitFor();
      await expectFine(page, 'player');
      await button(page, 'Sign out everywhere').click();
      await act(page, 'Sign out everywhere', { reason });
      await page.getByText('Open: 0').waitFor();
      await button(page, 'Restrict').click();
      await act(page, 'Restrict', { reason });
      await page.getByText(`Reason: ${reason}`).waitFor();
      await button(page, 'Ban').click();
      await act(page, 'Ban', { reason, confirm: name });
      await page.getByText('Banned').first().waitFor();
      await expect(player.api.call('users.me')).rejects.toMatchObject({ code: 'INVALID_TOKEN' });
      await expect(world.newPlayer(name, player.account)).rejects.toMatchObject({ code: 'ACCOUNT_BANNED' });
      await button(page, 'Lift').click();
      await act(page, 'Lift', { reason });
      await button(page, 'Ban').waitFor();
      await page.getByTestId('audit-entry').filter({ hasText: 'user.lift' }).waitFor();
    });
    await world.newPlayer(name, player.account);
  });

  it('decides a flag with its evidence before one’s eyes', async () => {
    const name = `Sly${viewport.name}`;
    const player = await world.newPlayer(name);
    const { ctx } = world.program;
    const evidence = { opponent: 'Bait', battles: 14, wonBy: { attacker: 14 } };
    await raiseFlag(ctx, ctx.pool, {
      userId: player.userId,
      seasonId: world.seasonId,
      kind: 'feeding',
      score: 88,
      evidence,
    });
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, support, '/admin/flags');
      const card = page.getByTestId('flag').filter({ hasText: name });
      const facts = card.getByTestId('flag-evidence');
      await facts.locator('dt').first().waitFor();
      // Facts with names, not the record as it is stored.
      expect((await facts.locator('dt').allTextContents()).sort()).toEqual([
        'attacker',
        'battles',
        'opponent',
        'won by',
      ]);
      await facts.getByText('14').first().waitFor();
      expect(await facts.getByText('{').count()).toBe(0);
      await card.getByText('score 88').waitFor();
      await expectFine(page, 'flags');
      await card.getByRole('button', { name: 'Ban' }).click();
      await act(page, 'Ban', { reason: 'Fourteen battles without a defence.', confirm: name });
      await card.waitFor({ state: 'detached' });
      await button(page, 'Banned').click();
      await page.getByTestId('flag').filter({ hasText: name }).getByText('decided by Sunniva').waitFor();
    });
    await expect(world.newPlayer(name, player.account)).rejects.toMatchObject({ code: 'ACCOUNT_BANNED' });
  });

  it('finds a payment in balanced books and gives the fee back', async () => {
    const name = `Payer${viewport.name}`;
    const player = await world.newPlayer(name);
    const { ctx } = world.program;
    const feeMicro = 25_000_000;
    const paymentId = ctx.newId();
    await inTransaction(ctx, async (tx) => {
      const nowMs = ctx.clock.nowMs();
      const season = await createSeason(ctx, tx, {
        name: `Paid ${viewport.name}`,
        speed: 1,
        startMs: nowMs + 86_400_000,
        registrationStartMs: nowMs,
        entryFeeMicro: feeMicro,
        tribesAtStart: 8,
        demo: false,
      });
      const seat = { season_id: season.id, user_id: player.userId };
      await insertPayment(
        tx,
        { id: paymentId, ...seat, method: 'crypto', currency: 'USDT', amount_micro: feeMicro },
        nowMs,
        null,
      );
      await settleEntry(ctx, tx, {
        paymentId,
        reference: `31337:0x${viewport.name}:0`,
        receivedMicro: feeMicro,
        paidAtMs: nowMs,
      });
    });
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, treasurer, '/admin/payments');
      await page.getByTestId('total-USDT').getByText('balances', { exact: true }).waitFor();
      await page
        .getByRole('row')
        .filter({ hasText: `Paid ${viewport.name}` })
        .getByText('matches')
        .waitFor();
      await page.locator('[name="search"]').fill(player.account.address);
      await button(page, 'Find').click();
      await expectFine(page, 'payments');
      await page.getByTestId('payment').filter({ hasText: name }).getByRole('link', { name: 'Show' }).click();
      await button(page, 'Give the fee back').click();
      await expectFine(page, 'dialog of a refund');
      await act(page, 'Give the fee back', { reason, confirm: name });
      await page.getByText('Going back').waitFor();
      await page.getByText('Ordered').first().waitFor();
      await expectFine(page, 'payment');
    });
  });

  it('lets payouts go on after two people agreed', async () => {
    const { ctx } = world.program;
    const rule = `the books of the ${viewport.name} agree`;
    await freezePayouts(ctx.pool, [{ rule, found: [{ off: 1 }] }], ctx.clock.nowMs());
    await visit(browser, options(), async ({ page }) => {
      // Over every section, not only where the books are.
      await openAs(page, treasurer, '/admin/seasons');
      const banner = page.getByTestId('payout-banner');
      await banner.getByText(rule).waitFor();
      await expectFine(page, 'banner');
      await banner.getByRole('link', { name: 'Look at the books' }).click();
      const stop = page.getByTestId('payout-stop').filter({ hasText: rule });
      await expectFine(page, 'stopped payouts');
      await stop.getByRole('button', { name: 'Propose to go on' }).click();
      await act(page, 'Propose to go on', { reason });
      await stop.getByText('Waits for a second person').waitFor();
    });
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, operator, '/admin/decisions');
      const card = page.getByTestId('proposal-open').filter({ hasText: rule });
      await card.getByRole('button', { name: 'Approve' }).click();
      const sentence = await page.getByTestId('admin-act').getByText('to confirm').textContent();
      const confirm = /resume \d+/.exec(sentence ?? '')?.[0] ?? '';
      await act(page, 'Approve', { confirm });
      await card.waitFor({ state: 'detached' });
    });
    expect(await payoutsFrozen(ctx.pool)).toBe(false);
  });

  it('filters the audit log and saves it as a file', async () => {
    await visit(browser, options(), async ({ page }) => {
      await openAs(page, treasurer, '/admin/audit');
      await page.locator('[name="action"]').fill('admin.grant');
      await button(page, 'Filter').click();
      await page.getByTestId('audit-entry').nth(2).waitFor();
      expect(await page.getByTestId('audit-entry').count()).toBe(3);
      const saved = page.waitForEvent('download');
      await button(page, 'Export CSV').click();
      const download = await saved;
      expect(download.suggestedFilename()).toBe('audit.csv');
      const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
      expect(lines).toHaveLength(4);
      expect(lines[1]).toContain('admin.grant');
    });
  });

  it('speaks German to those who chose it', async () => {
    await visit(browser, options(), async ({ page, context }) => {
      await context.addCookies([{ name: 'language', value: 'de', url: world.origin }]);
      await page.addInitScript((token) => localStorage.setItem('auth_token', token), operator.token);
      await page.goto('/admin/seasons');
      await page.getByRole('heading', { name: 'Verwaltung' }).waitFor();
      await page.getByRole('button', { name: 'Planen', exact: true }).waitFor();
      await expectFine(page, 'German');
    });
  });
});
