import type { Me } from '@cryptotribes/protocol/features/villages';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useUpdateMe } from '../../net/mutations.ts';
import { meText as t } from '../../text/en/me.ts';
import { profileText as words } from '../../text/en/profile.ts';
import { shellText } from '../../text/en/shell.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { signOut } from '../wallet/signIn.ts';
import { ownRecord } from './ownRecord.ts';

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
      <div className="row me-name">
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
        <code className="me-code">{value}</code>
        <button type="button" className="btn s ghost" aria-label={`${words.copy}: ${label}`} onClick={copy}>
          {words.copy}
        </button>
      </div>
      {hint && <p className="faint text-[12px]">{hint}</p>}
    </div>
  );
}

/** Name, wallet, tribe and record. */
export function IdentityPanel({ me }: { me: Me }) {
  const { tribe } = me;
  async function leave(): Promise<void> {
    await signOut();
    showToast(words.signedOut);
  }
  return (
    <section className="panel me-identity" aria-label={t.identity}>
      <div className="me-banner">
        {tribe ? (
          <Shield tribeId={tribe.id} ordinal={tribe.ordinal} width={74} name={tribe.name} />
        ) : (
          <span className="me-figure">
            <Icon name="viking-head" />
          </span>
        )}
        <div className="min-w-0">
          <p className="disp me-nameplate">{me.username ?? shellText.nameless}</p>
          <p className="muted">
            {tribe ? (
              <Link href="/tribe" className="me-link">
                {tribe.name} [{tribe.tag}]
              </Link>
            ) : (
              t.noTribe
            )}
          </p>
        </div>
      </div>
      <dl className="me-record" aria-label={t.record}>
        {ownRecord(me).map(([label, figure]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      <div className="grid gap-4 p-[14px]">
        <NameForm me={me} />
        <Identity label={words.wallet} value={me.walletAddress} />
        <Identity label={words.id} value={me.id} hint={words.idHint} />
        <button type="button" className="btn ghost" data-testid="sign-out" onClick={leave}>
          {words.signOut}
        </button>
      </div>
    </section>
  );
}
