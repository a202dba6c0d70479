import type { Tribe, TribeLogEntry } from '@cryptotribes/protocol/features/tribes';
import { useTribeLog } from '../../net/tribeHooks.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { formatInstant } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

const t = tribeText;
const ICONS: Record<TribeLogEntry['kind'], IconName> = {
  founded: 'tower-flag',
  joined: 'knight-banner',
  left: 'viking-longhouse',
  dismissed: 'broken-shield',
  role: 'laurel-crown',
};

/** One line of the log in words. */
export function logLine(entry: TribeLogEntry): string {
  const who = entry.username ?? t.nameless;
  const by = entry.by ? (entry.by.username ?? t.nameless) : null;
  const role = entry.role ? t.roles[entry.role] : '';
  switch (entry.kind) {
    case 'founded':
      return t.log.founded(who);
    case 'joined':
      return by ? t.log.letIn(who, by) : t.log.joined(who, role);
    case 'left':
      return t.log.left(who);
    case 'dismissed':
      return t.log.dismissed(who, by ?? t.nameless);
    case 'role':
      return by ? t.log.roleBy(who, role, by) : t.log.role(who, role);
  }
}

/** Who came, went and rose. */
export function TribeLog({ tribe }: { tribe: Tribe }) {
  const log = useTribeLog(tribe.id);
  return (
    <Panel title={t.logTitle}>
      {log.isLoading && <Skeleton lines={4} />}
      {log.error && !log.entries && (
        <p className="text-blood" role="alert">
          {t.oneFailed}
        </p>
      )}
      {log.entries?.length === 0 && <p className="muted">{t.logEmpty}</p>}
      <ol className="tribe-log">
        {log.entries?.map((entry) => (
          <li key={`${entry.at} ${entry.kind} ${entry.userId}`} className={entry.kind}>
            <Icon name={ICONS[entry.kind]} />
            <span>{logLine(entry)}</span>
            <time className="faint" dateTime={entry.at}>
              {formatInstant(entry.at)}
            </time>
          </li>
        ))}
      </ol>
      {log.hasMore && (
        <button type="button" className="btn s ghost mt-2" disabled={log.isLoadingMore} onClick={log.loadMore}>
          {t.more}
        </button>
      )}
    </Panel>
  );
}
