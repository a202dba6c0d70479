import { walletText as words } from '../../text/en/wallet.ts';
import { showToast } from '../../ui/toastStore.ts';
import { walletAppLinks } from './walletApps.ts';

/** No wallet in this browser: on a phone the page can be opened inside a wallet app, on a desk one can be installed. */
export function NoWallet({ onAgain }: { onAgain: () => void }) {
  const isPhone = matchMedia('(pointer: coarse)').matches;
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      showToast(words.copied);
    } catch {
      showToast(words.copyFailed, 'bad');
    }
  }
  if (!isPhone) {
    return (
      <div className="grid justify-items-start gap-2">
        <p className="faint">{words.none}</p>
        <button type="button" className="btn s" onClick={onAgain}>
          {words.again}
        </button>
      </div>
    );
  }
  return (
    <div className="grid gap-2">
      <p className="faint">{words.nonePhone}</p>
      <ul className="grid gap-2" aria-label={words.appsLabel}>
        {walletAppLinks(location).map(({ name, href }) => (
          <li key={name}>
            <a className="btn connect-wallet" href={href} rel="noopener noreferrer">
              {words.openIn(name)}
            </a>
          </li>
        ))}
      </ul>
      <button type="button" className="btn s ghost justify-self-start" onClick={copy}>
        {words.copyLink}
      </button>
    </div>
  );
}
