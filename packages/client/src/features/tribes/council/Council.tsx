/** The war council: what members wrote, and the field to write. Beside the map it is the same, only shorter. */
import type { TribeMessage } from '@cryptotribes/protocol/features/council';
import { canMute } from '@cryptotribes/rules/tribes/messages';
import { Fragment, type ReactNode, useEffect, useMemo, useState } from 'react';
import { useCouncil, useReadCouncil } from '../../../net/councilHooks.ts';
import { useMe, useServerNow } from '../../../net/hooks.ts';
import { useTribe } from '../../../net/tribeHooks.ts';
import { councilText } from '../../../text/en/council.ts';
import { formatDay } from '../../../ui/format.ts';
import type { MenuItem } from '../../../ui/Menu.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { MuteDialog } from '../MuteDialog.tsx';
import { membersOf } from '../members.ts';
import './council.css';
import { CouncilField } from './CouncilField.tsx';
import { COUNCIL_LOG } from './isCouncilSeen.ts';
import { logRows } from './logRows.ts';
import { Message, MessageText } from './Message.tsx';
import { ReportDialog } from './ReportDialog.tsx';
import { usePendingMessages } from './usePendingMessages.ts';
import { useStickyLog } from './useStickyLog.ts';

const t = councilText;
const DAY_MS = 86_400_000;
/** Messages beside the map. */
const FEW = 12;
/** Whoever only scrolls past has not read. */
const READING_MS = 700;

interface CouncilProps {
  tribeId: string;
  isCompact?: boolean;
}

type Asking = { what: 'report' | 'mute'; message: TribeMessage };

/** The words for days: they only change at midnight. */
function useDays(): (ms: number) => string {
  const today = formatDay(useServerNow());
  const yesterday = formatDay(useServerNow() - DAY_MS);
  return useMemo(
    () => (ms) => {
      const day = formatDay(ms);
      return day === today ? t.today : day === yesterday ? t.yesterday : day;
    },
    [today, yesterday],
  );
}

export function Council({ tribeId, isCompact = false }: CouncilProps) {
  const council = useCouncil(tribeId);
  const me = useMe().data;
  const tribe = useTribe(tribeId).data;
  const { mutate: read } = useReadCouncil(tribeId);
  const { pending, send } = usePendingMessages(tribeId);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const dayOf = useDays();
  const { messages, readUpTo, lastNumber } = council;
  const shown = useMemo(() => (isCompact ? messages?.slice(-FEW) : messages), [messages, isCompact]);
  const log = useStickyLog(shown?.[0]?.number ?? 0, (shown?.at(-1)?.number ?? 0) + pending.length);

  // What was read before this visit stays the mark, however far the reading goes.
  const [mark, setMark] = useState<number | null>(null);
  useEffect(() => {
    if (messages) setMark((known) => known ?? readUpTo);
  }, [messages, readUpTo]);

  useEffect(() => {
    if (!log.isAtEnd || lastNumber <= readUpTo) return;
    const timer = setTimeout(() => read(lastNumber), READING_MS);
    return () => clearTimeout(timer);
  }, [log.isAtEnd, lastNumber, readUpTo, read]);

  const myRole = me?.tribe?.role;
  const roles = useMemo(
    () => new Map(tribe ? membersOf(tribe).map((item) => [item.member.userId, item.role]) : []),
    [tribe],
  );
  const actionsFor = (message: TribeMessage): MenuItem[] => {
    if (isCompact || message.userId === me?.id) return [];
    const role = roles.get(message.userId);
    const report: MenuItem = {
      key: 'report',
      label: t.report,
      icon: 'flag-objective',
      run: () => setAsking({ what: 'report', message }),
    };
    const mute: MenuItem = {
      key: 'mute',
      label: t.mute,
      icon: 'padlock',
      run: () => setAsking({ what: 'mute', message }),
    };
    return [...(message.reportedByMe ? [] : [report]), ...(myRole && role && canMute(myRole, role) ? [mute] : [])];
  };
  const rows = useMemo(
    () => logRows(shown ?? [], { dayOf, readUpTo: mark, myId: me?.id ?? null }),
    [shown, dayOf, mark, me?.id],
  );

  let body: ReactNode = null;
  if (council.isLoading) body = <Skeleton lines={isCompact ? 4 : 8} />;
  else if (council.error && !messages) {
    body = (
      <p className="text-blood" role="alert">
        {t.failed}{' '}
        <button type="button" className="link" onClick={council.again}>
          {t.again}
        </button>
      </p>
    );
  } else if (messages?.length === 0 && pending.length === 0) body = <p className="council-empty muted">{t.empty}</p>;

  return (
    <div className={`council ${isCompact ? 'compact' : ''}`}>
      <div
        ref={log.box}
        className={COUNCIL_LOG}
        role="log"
        aria-label={t.log}
        aria-live={hasFocus ? 'polite' : 'off'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        tabIndex={0}
        onFocus={() => setHasFocus(true)}
        onBlur={() => setHasFocus(false)}
      >
        {!isCompact && council.hasOlder && (
          <button
            type="button"
            className="btn s ghost council-older"
            onClick={council.loadOlder}
            disabled={council.isLoadingOlder}
          >
            {t.older}
          </button>
        )}
        {body}
        <ul>
          {rows.map((row) => (
            <Fragment key={row.key}>
              {row.kind === 'day' && <li className="council-day">{row.day}</li>}
              {row.kind === 'new' && <li className="council-new">{t.newMark}</li>}
              {row.kind === 'message' && (
                <Message
                  message={row.message}
                  isMine={row.message.userId === me?.id}
                  isContinued={row.isContinued}
                  actions={actionsFor(row.message)}
                />
              )}
            </Fragment>
          ))}
          {pending.map((item) => (
            <li key={item.key} className="message pending" data-testid="chat-pending">
              <p>
                <b>{t.you}</b> <MessageText text={item.text} />
              </p>
              <span className="message-side faint">{t.sending}</span>
            </li>
          ))}
        </ul>
        <div ref={log.end} className="council-end" />
      </div>
      {!log.isAtEnd && council.unread > 0 && messages && (
        <button type="button" className="btn s council-down" onClick={log.toEnd}>
          {t.toNewest(council.unread)}
        </button>
      )}
      <CouncilField mutedUntil={council.mutedUntil} isCompact={isCompact} onSend={send} onSent={log.toEnd} />
      {asking?.what === 'report' && (
        <ReportDialog tribeId={tribeId} message={asking.message} onClose={() => setAsking(null)} />
      )}
      {asking?.what === 'mute' && (
        <MuteDialog
          tribeId={tribeId}
          userId={asking.message.userId}
          name={asking.message.username ?? t.nameless}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
