import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { refreshAll } from './adminApi.ts';

export interface ActDialogProps {
  title: string;
  /** What it is about: a player, a season. */
  about: string;
  /** What happens, one sentence each. */
  facts: readonly string[];
  /** More about who is affected. */
  children?: ReactNode;
  /** False: no reason is asked for. */
  asksReason?: boolean;
  /** What the reason is called here. */
  reasonLabel?: string;
  /** Has to be typed; undefined = nothing has to. */
  confirm?: string | undefined;
  /** Label of the button that does it. */
  action: string;
  isDanger?: boolean;
  /** Said when it is done. */
  done?: string;
  onAct: (given: { reason: string; confirm: string }) => Promise<unknown>;
  onClose: () => void;
}

const SHORTEST_REASON = 5;

/** Asks for what an act needs: shows who is affected, takes the reason and what has to be typed, and does it. */
export function ActDialog(props: ActDialogProps) {
  const { title, about, facts, children, asksReason = true, confirm, action, isDanger = false, onAct, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [state, setState] = useState<'asking' | 'working'>('asking');
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    element?.showModal();
    return () => {
      element?.close();
      before?.focus();
    };
  }, []);
  const isReady =
    state === 'asking' &&
    (!asksReason || reason.trim().length >= SHORTEST_REASON) &&
    (confirm === undefined || typed === confirm);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    setState('working');
    setProblem(null);
    try {
      await onAct({ reason: reason.trim(), confirm: typed });
      showToast(props.done ?? t.done, 'good');
      onClose();
    } catch (error) {
      setProblem(errorText(error));
      setState('asking');
    }
    void refreshAll();
  };

  return (
    <dialog
      ref={dialog}
      className="panel admin-dialog"
      aria-labelledby="act-title"
      data-testid="admin-act"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <form onSubmit={submit} className="grid gap-3">
        <header className="row sp items-start">
          <div className="min-w-0">
            <h2 id="act-title">{title}</h2>
            <p className="muted break-words">{about}</p>
          </div>
          <button type="button" className="ib" aria-label={t.act.cancel} onClick={onClose}>
            <LineIcon name="close" />
          </button>
        </header>
        <section aria-label={t.act.final} className="admin-facts">
          {facts.map((fact) => (
            <p key={fact}>{fact}</p>
          ))}
          {children}
        </section>
        {asksReason && (
          <label className="grid gap-1">
            <span className="cap">{props.reasonLabel ?? t.act.reason}</span>
            <textarea
              className="field admin-reason"
              name="reason"
              required
              minLength={SHORTEST_REASON}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <small className="faint">{t.act.reasonHint}</small>
          </label>
        )}
        {confirm !== undefined && (
          <label className="grid gap-1">
            <span>{t.act.type(confirm)}</span>
            <input
              className="field"
              name="confirm"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              required
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
        )}
        {problem && (
          <p role="alert" className="text-blood">
            {problem}
          </p>
        )}
        <footer className="row flex-wrap justify-end">
          <button type="button" className="btn" onClick={onClose}>
            {t.act.cancel}
          </button>
          <button type="submit" className={`btn ${isDanger ? 'danger' : ''}`} disabled={!isReady}>
            {state === 'working' ? t.act.working : action}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
