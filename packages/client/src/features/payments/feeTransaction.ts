/** The transaction that paid, or tries to: remembered in this browser, so that the page shows it again after a reload. */
const STORED = 'ct_fee_transaction';

export const TX_HASH = /^0x[0-9a-fA-F]{64}$/;

/** Of this season; null when none is known. */
export function knownTransaction(seasonId: string): string | null {
  try {
    const [season, hash = ''] = (localStorage.getItem(STORED) ?? '').split(' ');
    return season === seasonId && TX_HASH.test(hash) ? hash : null;
  } catch {
    return null;
  }
}

/** null forgets it. */
export function rememberTransaction(seasonId: string, hash: string | null): void {
  try {
    if (hash === null) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, `${seasonId} ${hash}`);
  } catch {
    // Without storage the payment is found all the same; only this page does not show it after a reload.
  }
}
