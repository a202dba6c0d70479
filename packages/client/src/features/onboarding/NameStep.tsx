import { type FormEvent, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useUpdateMe } from '../../net/mutations.ts';
import { welcomeText } from '../../text/en/welcome.ts';

const t = welcomeText.name;

/** Step 3: a name, or none for now. */
export function NameStep({ onSkip }: { onSkip: () => void }) {
  const [name, setName] = useState('');
  const update = useUpdateMe();
  const isReady = name.trim().length >= 3;
  function save(event: FormEvent): void {
    event.preventDefault();
    if (isReady) update.mutate({ username: name.trim() });
  }
  return (
    <form className="grid gap-4" onSubmit={save}>
      <label className="grid gap-1">
        <span className="cap">{t.label}</span>
        <input
          className="field"
          name="username"
          value={name}
          maxLength={40}
          autoComplete="nickname"
          aria-invalid={update.isError}
          aria-describedby={update.isError ? 'welcome-name-error' : undefined}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      {update.error && (
        <p id="welcome-name-error" role="alert" className="text-blood">
          {errorText(update.error)}
        </p>
      )}
      <div className="row flex-wrap">
        <button type="submit" className="btn prime" disabled={!isReady || update.isPending}>
          {t.save}
        </button>
        <button type="button" className="btn ghost" onClick={onSkip}>
          {t.skip}
        </button>
      </div>
    </form>
  );
}
