import type { TribeMessage } from '@cryptotribes/protocol/features/council';
import { TERRITORIES } from '@cryptotribes/rules/territories/map';
import { memo, useMemo } from 'react';
import { Link } from 'wouter';
import { councilText } from '../../../text/en/council.ts';
import { formatTime } from '../../../ui/format.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Menu, type MenuItem } from '../../../ui/Menu.tsx';
import { TERRAIN_ICONS } from '../../../ui/unitIcons.ts';
import { type Part, partsOf } from './chips.ts';

const t = councilText;

function Chip({ part }: { part: Exclude<Part, { kind: 'text' }> }) {
  if (part.kind === 'battle') {
    return (
      <Link href={`/battles/${part.battleId}`} className="chip">
        <Icon name="crossed-swords" />
        {t.battle}
      </Link>
    );
  }
  const terrain = TERRITORIES[part.territoryId - 1]?.terrain ?? 'plains';
  return (
    <Link href={`/territories/${part.territoryId}`} className="chip">
      <Icon name={TERRAIN_ICONS[terrain]} />
      {part.name}
    </Link>
  );
}

/** A message's text with its chips. Everything is text: what looks like markup is shown as written. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  const parts = useMemo(() => partsOf(text), [text]);
  return parts.map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move.
    part.kind === 'text' ? part.text : <Chip key={index} part={part} />,
  );
});

interface MessageProps {
  message: TribeMessage;
  isMine: boolean;
  /** Written soon after one of the same author: the name stands above that. */
  isContinued: boolean;
  actions: readonly MenuItem[];
}

export const Message = memo(function Message({ message, isMine, isContinued, actions }: MessageProps) {
  const name = isMine ? t.you : (message.username ?? t.nameless);
  return (
    <li className={`message ${isContinued ? 'continued' : ''}`} data-testid="chat-message">
      <p>
        <b className={isContinued ? 'sr-only' : undefined}>{name} </b>
        <MessageText text={message.text} />
      </p>
      <span className="message-side">
        {message.reports !== null && message.reports > 0 && (
          <span className="tag down">{t.reports(message.reports)}</span>
        )}
        {message.reportedByMe && <span className="faint">{t.reported}</span>}
        <time className="message-time" dateTime={message.createdAt}>
          {formatTime(message.createdAt)}
        </time>
        {actions.length > 0 && <Menu label={t.menu(name)} items={actions} className="message-menu" />}
      </span>
    </li>
  );
});
