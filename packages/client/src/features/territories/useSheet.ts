import { type PointerEvent, useRef, useState } from 'react';

/** How much of the panel a phone shows. */
export type SheetStop = 'peek' | 'half' | 'full';

const STOPS: readonly SheetStop[] = ['peek', 'half', 'full'];
/** A drag of this many px means it. */
const DRAG_PX = 32;

export interface Sheet {
  stop: SheetStop;
  /** The next stop, from the last one back to the first. */
  cycle: () => void;
  dragHandlers: {
    onPointerDown: (event: PointerEvent) => void;
    onPointerUp: (event: PointerEvent) => void;
  };
}

/** A bottom sheet with three stops: dragged up it grows, dragged down it shrinks, and from the smallest it closes. */
export function useSheet(onClose: () => void): Sheet {
  const [stop, setStop] = useState<SheetStop>('peek');
  const startY = useRef<number | null>(null);
  const at = STOPS.indexOf(stop);
  return {
    stop,
    cycle: () => setStop(STOPS[(at + 1) % STOPS.length]!),
    dragHandlers: {
      onPointerDown: (event) => {
        startY.current = event.pointerType === 'mouse' ? null : event.clientY;
      },
      onPointerUp: (event) => {
        if (startY.current === null) return;
        const dy = event.clientY - startY.current;
        startY.current = null;
        if (dy < -DRAG_PX) setStop(STOPS[Math.min(at + 1, STOPS.length - 1)]!);
        else if (dy > DRAG_PX && at > 0) setStop(STOPS[at - 1]!);
        else if (dy > DRAG_PX) onClose();
      },
    },
  };
}
