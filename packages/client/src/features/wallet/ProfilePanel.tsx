/** The menu behind one's own picture: profile page, shortcuts, sign out. Loaded when it is first opened. */

import type { Me } from '@cryptotribes/protocol/features/villages';
import { Link } from 'wouter';
import { useMe } from '../../net/hooks.ts';
import { navText } from '../../text/en/nav.ts';
import { profileText as words } from '../../text/en/profile.ts';
import { shellText } from '../../text/en/shell.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { helpStore } from '../keys/helpStore.ts';
import { profileStore } from './profileStore.ts';
import { signOut } from './signIn.ts';
import { useSidePanel } from './useSidePanel.ts';
import './wallet.css';

function Panel({ me, onClose }: { me: Me; onClose: () => void }) {
  const panel = useSidePanel<HTMLDivElement>(onClose);
  function openShortcuts(): void {
    onClose();
    helpStore.set(true);
  }
  async function leave(): Promise<void> {
    onClose();
    await signOut();
    showToast(words.signedOut);
  }
  return (
    <div
      ref={panel}
      className="panel connect"
      role="dialog"
      aria-modal="false"
      aria-labelledby="profile-title"
      tabIndex={-1}
      data-testid="profile-menu"
    >
      <div className="row sp">
        <h2 id="profile-title" className="disp text-[24px]">
          {words.title}
        </h2>
        <button type="button" className="ib" aria-label={words.close} onClick={onClose}>
          <LineIcon name="close" />
        </button>
      </div>
      <p className="muted break-words">
        {me.username ?? shellText.nameless}
        {me.tribe && ` [${me.tribe.tag}]`}
      </p>
      <Link href="/me" className="btn" onClick={onClose}>
        {words.settings}
      </Link>
      {me.isAdmin && (
        <Link href="/admin" className="btn" onClick={onClose}>
          {navText.admin}
        </Link>
      )}
      <button type="button" className="btn" onClick={openShortcuts}>
        {words.shortcuts} <kbd>?</kbd>
      </button>
      <button type="button" className="btn ghost" onClick={leave}>
        {words.signOut}
      </button>
    </div>
  );
}

/** Opened through profileStore; nothing for visitors. */
export default function ProfilePanel() {
  const me = useMe().data;
  return me ? <Panel me={me} onClose={() => profileStore.set(false)} /> : null;
}
