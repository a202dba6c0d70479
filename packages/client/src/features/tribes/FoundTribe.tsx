import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { mix } from '@cryptotribes/protocol/heraldry/colour';
import { dyeOf } from '@cryptotribes/protocol/heraldry/dyes';
import { type CSSProperties, type FormEvent, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useTribes } from '../../net/tribeHooks.ts';
import { useCreateTribe } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Shield } from '../../ui/Shield.tsx';

const t = tribeText;
const TAG = /^[A-Z]{3}$/;

/** Founding a tribe, with a preview of a shield in the dye that comes next. */
export function FoundTribe({ me, blocked }: { me: Me; blocked: string | null }) {
  const [name, setName] = useState('');
  const [tag, setTag] = useState('');
  const create = useCreateTribe();
  const tribes = useTribes().data?.tribes ?? [];
  const nextOrdinal = Math.max(0, ...tribes.map((tribe) => tribe.ordinal)) + 1;
  const isReady = name.trim().length >= 3 && TAG.test(tag);
  const code = create.error instanceof ApiError ? create.error.code : null;

  const dye = { '--dye-dim': mix(dyeOf(nextOrdinal), '#0D1418', 0.62) } as CSSProperties;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && blocked === null) create.mutate({ name: name.trim(), tag });
  };

  return (
    <Panel title={t.found}>
      <form className="grid gap-3" onSubmit={submit}>
        <div className="found-preview" style={dye}>
          <Shield tribeId={`${me.id}${name.trim()}${tag}`} ordinal={nextOrdinal} width={84} name={t.preview} />
          <div className="min-w-0">
            <p className="disp">{name.trim() || t.previewName}</p>
            <p className="faint">[{tag || '···'}]</p>
          </div>
        </div>
        <p className="muted text-[13px]">{t.foundNote}</p>
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
        {blocked && <p className="faint text-[13px]">{blocked}</p>}
        <button type="submit" className="btn prime" disabled={!isReady || create.isPending || blocked !== null}>
          {t.create}
        </button>
      </form>
    </Panel>
  );
}
