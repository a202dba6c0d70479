import { useEffect, useRef, useState } from 'react';
import { useConnectionState } from '../net/hooks.ts';
import { shellText } from '../text/en/shell.ts';
import { formatClock } from '../ui/format.ts';

const BACK_SHOWN_MS = 2000;

/** Says that news do not arrive, and for two seconds that they do again. */
export function OfflineStrip() {
  const { state, sinceMs } = useConnectionState();
  const wasOffline = useRef(false);
  const [isBack, setIsBack] = useState(false);
  useEffect(() => {
    if (state === 'offline') wasOffline.current = true;
    if (state !== 'online' || !wasOffline.current) return;
    wasOffline.current = false;
    setIsBack(true);
    const timer = setTimeout(() => setIsBack(false), BACK_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  if (state === 'offline') {
    return (
      <p className="strip" role="status">
        {shellText.offline(formatClock(sinceMs))}
      </p>
    );
  }
  return isBack ? (
    <p className="strip back" role="status">
      {shellText.reconnected}
    </p>
  ) : null;
}
