/** Steps of a player that several tests take. */
import type { Page } from 'playwright-core';
import { WALLET_NAME } from './wallet.ts';
import type { ApiPlayer } from './world.ts';

/** Signs in with the wallet; done when the page knows its player. */
export async function signInWithWallet(page: Page): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Connect Wallet' }).click();
  await page.getByRole('button', { name: WALLET_NAME }).click();
  await waitForPlayer(page);
}

export async function waitForPlayer(page: Page): Promise<void> {
  await page.getByLabel('Your holdings').waitFor();
}

/** Opens a page as a player whose session another program put into the storage. */
export async function openAs(page: Page, player: ApiPlayer, path: string): Promise<void> {
  await page.addInitScript((token) => localStorage.setItem('auth_token', token), player.token);
  await page.goto(path);
  await waitForPlayer(page);
}

/** Follows a link of the main navigation, on phones also one behind "More". */
export async function goTo(page: Page, label: string): Promise<void> {
  const link = page.getByRole('navigation').getByRole('link', { name: label }).filter({ visible: true });
  if ((await link.count()) === 0) await page.getByRole('button', { name: 'More', exact: true }).click();
  await link.first().click();
}
