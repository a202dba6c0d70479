import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { StandingRecord } from '@cryptotribes/protocol/features/appeals';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useConnectionState } from '../../net/hooks.ts';
import { appealText as t } from '../../text/en/appeal.ts';
import { formatNumber } from '../../ui/format.ts';
import { appealDraft } from './appealDraft.ts';

const SHORTEST = 20;
const LONGEST = 2_000;

interface AppealFormProps {
  onSend: (text: string) => Promise<StandingRecord>;
  onSent: (record: StandingRecord) => void;
  /** The ticket is too old: the wallet has to be shown again. */
  onExpired: () => void;
}

/** Where a player writes what speaks for another look. */
export function AppealForm({ onSend, onSent, onExpired }: AppealFormProps) {
  const [text, setText] = useState(appealDraft.get);
  const isOffline = useConnectionState().state === 'offline';
  const send = useMutation({
    mutationFn: () => onSend(text.trim()),
    onSuccess: (record) => {
      appealDraft.set('');
      onSent(record);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'TICKET_INVALID') onExpired();
    },
  });
  const isReady = text.trim().length >= SHORTEST && !isOffline && !send.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) send.mutate();
  };
  return (
    <form className="grid gap-3" onSubmit={submit}>
      <p className="muted">{t.askHow}</p>
      <label className="grid gap-1">
        <span className="cap">{t.label}</span>
        <textarea
          className="field appeal-text"
          name="appeal"
          maxLength={LONGEST}
          value={text}
          aria-describedby="appeal-hint"
          onChange={(event) => {
            setText(event.target.value);
            appealDraft.set(event.target.value);
          }}
        />
        <small id="appeal-hint" className="faint">
          {t.left(formatNumber(LONGEST - text.length))}
        </small>
      </label>
      {send.error && (
        <p role="alert" className="text-blood">
          {errorText(send.error)}
        </p>
      )}
      {isOffline && <p className="muted">{t.offline}</p>}
      <button type="submit" className="btn prime justify-self-start" data-testid="appeal-send" disabled={!isReady}>
        {send.isPending ? t.sending : t.send}
      </button>
    </form>
  );
}
