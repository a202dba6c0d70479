import { useEffect, useRef, useState } from 'react';

/** For this long the order cannot be confirmed: whoever was about to press must first see the new numbers. */
const DISARMED_MS = 1000;

/** Notices that the other side changed while the dialog is open. */
export function useFoeChange(mark: string): { hasChanged: boolean; isDisarmed: boolean } {
  const seen = useRef(mark);
  const [hasChanged, setHasChanged] = useState(false);
  const [isDisarmed, setIsDisarmed] = useState(false);
  useEffect(() => {
    if (seen.current === mark) return;
    seen.current = mark;
    setHasChanged(true);
    setIsDisarmed(true);
    const timer = setTimeout(() => setIsDisarmed(false), DISARMED_MS);
    return () => clearTimeout(timer);
  }, [mark]);
  return { hasChanged, isDisarmed };
}
