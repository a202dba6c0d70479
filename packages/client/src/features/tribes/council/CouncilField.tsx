import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { MESSAGE_LENGTH, normaliseMessage } from '@cryptotribes/rules/tribes/messages';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { errorText } from '../../../app/errorText.ts';
import { ariaKeys, shortcutKeys, useShortcut } from '../../../app/shortcuts.ts';
import { useConnectionState, useServerNow } from '../../../net/hooks.ts';
import { serverClock } from '../../../net/serverClock.ts';
import { councilText } from '../../../text/en/council.ts';
import { formatCountdown } from '../../../ui/format.ts';
import { useStore } from '../../../ui/useStore.ts';
import { draftStore, focusWish } from './councilDraft.ts';
import { useLandNames } from './useLandNames.ts';

const t = councilText;
/** From how many characters left on the counter is shown. */
const NEAR_END = 100;
const MOST_HEIGHT_PX = 132;

interface CouncilFieldProps {
  /** Until then the reader cannot write; null = can. */
  mutedUntil: string | null;
  isCompact: boolean;
  onSend: (text: string) => Promise<void>;
  onSent: () => void;
}

interface Refusal {
  text: string;
  /** Server time in ms at which writing is possible again; null = at once. */
  untilMs: number | null;
}

function refusalOf(error: unknown): Refusal {
  const seconds = error instanceof ApiError ? error.retryAfterSeconds : null;
  const code = error instanceof ApiError ? error.code : null;
  if (seconds !== null && (code === 'RATE_LIMIT_EXCEEDED' || code === 'MUTED')) {
    const text = code === 'MUTED' ? t.mutedFor : t.waitFor;
    return { text, untilMs: serverClock.nowMs() + seconds * 1000 };
  }
  return { text: `${t.notSent} ${errorText(error)}`, untilMs: null };
}

/** Where one writes. Enter sends; what is refused comes back into the field with the reason. */
export function CouncilField({ mutedUntil, isCompact, onSend, onSent }: CouncilFieldProps) {
  const text = useStore(draftStore);
  const wish = useStore(focusWish);
  const isOffline = useConnectionState().state === 'offline';
  const nowMs = useServerNow();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const names = useLandNames(field);

  useShortcut('council.open', () => {
    if (!field.current || field.current.offsetParent === null) return false;
    field.current.focus();
  });
  const seenWish = useRef(isCompact ? wish : 0);
  useEffect(() => {
    if (wish === seenWish.current) return;
    seenWish.current = wish;
    if (wish > 0) field.current?.focus();
  }, [wish]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(MOST_HEIGHT_PX, element.scrollHeight + 2)}px`;
  }, [text]);

  const mutedMs = mutedUntil === null ? 0 : Date.parse(mutedUntil);
  const isMuted = mutedMs > nowMs;
  const waitMs = (refusal?.untilMs ?? 0) - nowMs;
  const isWaiting = refusal?.untilMs != null && waitMs > 0;
  const left = MESSAGE_LENGTH - [...text.normalize('NFC')].length;
  const canSend = !isMuted && !isWaiting && !isOffline && normaliseMessage(text).ok;

  async function submit(): Promise<void> {
    if (!canSend) return;
    draftStore.set('');
    setRefusal(null);
    const sent = onSend(text);
    onSent();
    try {
      await sent;
    } catch (error) {
      setRefusal(refusalOf(error));
      // Whatever was written meanwhile stays, behind what did not get through.
      const since = draftStore.get();
      draftStore.set(since === '' ? text : `${text}\n${since}`);
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (names.onKeyDown(event)) return;
    if (event.key === 'Escape') {
      field.current?.blur();
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  }

  const note = isMuted
    ? `${t.mutedFor} ${formatCountdown(mutedMs - nowMs)}.`
    : isOffline
      ? t.offline
      : isWaiting
        ? `${refusal.text} ${formatCountdown(waitMs)}.`
        : refusal && refusal.untilMs === null
          ? refusal.text
          : null;
  const isBad = refusal !== null && refusal.untilMs === null;
  return (
    <form
      className="council-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {note && (
        <p className={isBad ? 'text-blood' : 'muted'} role={refusal ? 'alert' : undefined} id={`${id}-note`}>
          {note}
        </p>
      )}
      {names.list.length > 0 && (
        <div role="listbox" id={`${id}-lands`} aria-label={t.places} className="panel council-lands">
          {names.list.map((name, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which points at the option.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys.
            <div
              key={name}
              id={`${id}-land-${index}`}
              role="option"
              aria-selected={index === names.active}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => names.take(name)}
            >
              {name}
            </div>
          ))}
        </div>
      )}
      <div className="council-row">
        <textarea
          ref={field}
          className="field"
          rows={1}
          data-testid="chat-input"
          aria-label={t.field}
          aria-describedby={`${id}-hint${note ? ` ${id}-note` : ''}`}
          aria-invalid={left < 0 || undefined}
          aria-autocomplete="list"
          aria-controls={names.list.length > 0 ? `${id}-lands` : undefined}
          aria-activedescendant={names.list.length > 0 ? `${id}-land-${names.active}` : undefined}
          aria-keyshortcuts={ariaKeys('council.open')}
          placeholder={t.field}
          disabled={isMuted}
          value={text}
          onChange={(event) => {
            draftStore.set(event.target.value);
            if (refusal?.untilMs === null) setRefusal(null);
            names.look();
          }}
          onSelect={names.look}
          onBlur={names.close}
          onKeyDown={onKeyDown}
        />
        {text === '' && isCompact && (
          <span className="council-key desk" aria-hidden="true">
            {shortcutKeys('council.open')[0]?.join(' ')}
          </span>
        )}
        {(!isCompact || text !== '') && (
          <button type="submit" className="btn council-send" disabled={!canSend}>
            {t.send}
          </button>
        )}
      </div>
      <p className="council-under faint">
        <span id={`${id}-hint`} className={isCompact ? 'sr-only' : ''}>
          {t.hint}
        </span>
        {left <= NEAR_END && (
          <span className={left < 0 ? 'text-blood' : ''} data-testid="chat-left">
            {left < 0 ? t.over(-left) : t.left(left)}
          </span>
        )}
      </p>
    </form>
  );
}
