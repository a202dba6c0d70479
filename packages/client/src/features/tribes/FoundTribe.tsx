import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { type FormEvent, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useTribes } from '../../net/hooks.ts';
import { useCreateTribe } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Shield } from '../../ui/Shield.tsx';

const t = tribeText;
const TAG = /^[A-Z]{3}$/;

/** Founding a tribe, with a preview of a shield in the dye that comes next. */
export function FoundTribe({ me }: { me: Me }) {
  const [name, setName] = useState('');
  const [tag, setTag] = useState('');
  const create = useCreateTribe();
  const tribes = useTribes().data?.tribes ?? [];
  const nextOrdinal = Math.max(0, ...tribes.map((tribe) => tribe.ordinal)) + 1;
  const isReady = name.trim().length >= 3 && TAG.test(tag);
  const code = create.error instanceof ApiError ? create.error.code : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) create.mutate({ name: name.trim(), tag });
  };

  return (
    <Panel title={t.found}>
      <form className="grid gap-3" onSubmit={submit}>
        <div className="row items-start gap-4">
          <Shield tribeId={`${me.id}${name.trim()}${tag}`} ordinal={nextOrdinal} width={72} name={t.preview} />
          <p className="muted text-[13px]">{t.foundNote}</p>
        </div>
        <label className="grid gap-1">
          <span className="cap">{t.name}</span>
          <input
            className="field"
            name="tribeName"
            autoComplete="off"
            required
            minLength={3}
            maxLength={30}
            value={name}
            aria-invalid={code === 'NAME_TAKEN' || code === 'INVALID_NAME'}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="grid gap-1">
          <span className="cap">{t.tag}</span>
          <input
            className="field"
            name="tribeTag"
            autoComplete="off"
            required
            maxLength={3}
            pattern="[A-Z]{3}"
            title={t.tagHint}
            value={tag}
            aria-invalid={code === 'TAG_TAKEN'}
            onChange={(event) => setTag(event.target.value.toUpperCase().replace(/[^A-Z]/g, ''))}
          />
        </label>
        {create.error && (
          <p role="alert" className="text-blood">
            {errorText(create.error)}
          </p>
        )}
        <button type="submit" className="btn prime" disabled={!isReady || create.isPending}>
          {t.create}
        </button>
      </form>
    </Panel>
  );
}
