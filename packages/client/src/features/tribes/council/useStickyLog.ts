import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

interface StickyLog {
  box: RefObject<HTMLDivElement | null>;
  /** Stands behind the last message. */
  end: RefObject<HTMLDivElement | null>;
  /** The end is on the screen, in a page that is looked at. */
  isAtEnd: boolean;
  toEnd: () => void;
}

/**
 * A log that stays at its newest message while the reader is there, and stays where it is while the reader looks further up, also when
 * earlier messages are put above. `first` and `last` name the outermost messages.
 */
export function useStickyLog(first: number, last: number): StickyLog {
  const box = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const before = useRef({ first, height: 0, atEnd: true });
  const [isAtEnd, setIsAtEnd] = useState(false);

  useEffect(() => {
    const mark = end.current;
    if (!mark) return;
    let isSeen = false;
    const settle = () => setIsAtEnd(isSeen && document.visibilityState === 'visible');
    const observer = new IntersectionObserver(([entry]) => {
      isSeen = entry?.isIntersecting ?? false;
      before.current.atEnd = isSeen || before.current.height === 0;
      settle();
    });
    observer.observe(mark);
    document.addEventListener('visibilitychange', settle);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', settle);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last message is the reason to look again.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { first: firstBefore, height, atEnd } = before.current;
    if (first < firstBefore && height > 0) element.scrollTop += element.scrollHeight - height;
    else if (atEnd) element.scrollTop = element.scrollHeight;
    before.current = { ...before.current, first, height: element.scrollHeight };
  }, [first, last]);

  return {
    box,
    end,
    isAtEnd,
    toEnd: () => {
      if (box.current) box.current.scrollTop = box.current.scrollHeight;
    },
  };
}
