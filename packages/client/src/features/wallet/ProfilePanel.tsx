/** A small panel about oneself: name, ids, sign out. Loaded when it is first opened. */

import type { Me } from '@cryptotribes/protocol/features/villages';
import { type FormEvent, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useMe } from '../../net/hooks.ts';
import { useUpdateMe } from '../../net/mutations.ts';
import { profileText as words } from '../../text/en/profile.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { profileStore } from './profileStore.ts';
import { signOut } from './signIn.ts';
import { useSidePanel } from './useSidePanel.ts';
import './wallet.css';

function NameForm({ me }: { me: Me }) {
  const update = useUpdateMe();
  const [name, setName] = useState(me.username ?? '');
  function save(event: FormEvent): void {
    event.preventDefault();
    update.mutate({ username: name.trim() || null }, { onSuccess: () => showToast(words.saved, 'good') });
  }
  return (
    <form onSubmit={save} className="grid gap-1">
      <label htmlFor="profile-name" className="cap">
        {words.name}
      </label>
      <div className="row">
        <input
          id="profile-name"
          name="username"
          className="field"
          value={name}
          maxLength={40}
          autoComplete="nickname"
          aria-describedby="profile-name-hint"
          aria-invalid={update.isError}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="btn" disabled={update.isPending || name.trim() === (me.username ?? '')}>
          {words.save}
        </button>
      </div>
      <p id="profile-name-hint" className={update.isError ? 'text-blood' : 'faint text-[12px]'}>
        {update.isError ? errorText(update.error) : words.nameHint}
      </p>
    </form>
  );
}

function Identity({ label, value, hint }: { label: string; value: string; hint?: string }) {
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(value);
      showToast(words.copied);
    } catch {
      showToast(words.copyFailed, 'bad');
    }
  }
  return (
    <div>
      <span className="cap">{label}</span>
      <div className="row">
        <code className="connect-code">{value}</code>
        <button type="button" className="btn s ghost" aria-label={`${words.copy}: ${label}`} onClick={copy}>
          {words.copy}
        </button>
      </div>
      {hint && <p className="faint text-[12px]">{hint}</p>}
    </div>
  );
}

function Panel({ me, onClose }: { me: Me; onClose: () => void }) {
  const panel = useSidePanel<HTMLDivElement>(onClose);
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
      <NameForm me={me} />
      <Identity label={words.wallet} value={me.walletAddress} />
      <Identity label={words.id} value={me.id} hint={words.idHint} />
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
