/** The council's messages in the cache: pages, newest first, as the server gives them. Pure: pages go in and new ones come out. */
import type { TribeMessage } from '@cryptotribes/protocol/features/council';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { InfiniteData } from '@tanstack/react-query';

export type CouncilPage = RouteData<'tribes.messages'>;
export type CouncilPages = InfiniteData<CouncilPage, string | null>;

/**
 * Adds a message that was just written; the same pages when it is there already, null when messages between it and the newest known one
 * are missing and have to be asked for.
 */
export function addMessage(pages: CouncilPages, message: TribeMessage, myId: string | null): CouncilPages | null {
  const [first, ...rest] = pages.pages;
  if (!first || message.number <= first.lastNumber) return pages;
  if (message.number > first.lastNumber + 1) return null;
  const isMine = message.userId === myId;
  const page: CouncilPage = {
    ...first,
    messages: [message, ...first.messages],
    lastNumber: message.number,
    unread: isMine ? first.unread : first.unread + 1,
  };
  return { ...pages, pages: [page, ...rest] };
}

/** What was read up to which number, as the server confirmed it. */
export function markRead(
  pages: CouncilPages,
  state: Pick<CouncilPage, 'readUpTo' | 'unread' | 'lastNumber'>,
): CouncilPages {
  const [first, ...rest] = pages.pages;
  if (!first || first.readUpTo >= state.readUpTo) return pages;
  // Somebody may have written since the server counted.
  const unread = first.lastNumber > state.lastNumber ? first.unread : state.unread;
  return { ...pages, pages: [{ ...first, readUpTo: state.readUpTo, unread }, ...rest] };
}

/** Marks a message as reported by the reader. */
export function markReported(pages: CouncilPages, messageId: string, isReported: boolean): CouncilPages {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      messages: page.messages.map((item) =>
        item.messageId === messageId ? { ...item, reportedByMe: isReported } : item,
      ),
    })),
  };
}
