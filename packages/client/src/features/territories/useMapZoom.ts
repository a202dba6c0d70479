import { select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity } from 'd3-zoom';
import { type RefObject, useEffect, useMemo, useRef } from 'react';

const MOST = 4;
const STEP = 1.5;
/** From here on the names of edge lands are shown. */
const NEAR = 1.6;
/** A pointer that moved less than this many px still clicks. */
const CLICK_PX = 6;
const MARGIN_PX = 60;

interface MapZoom {
  zoomIn: () => void;
  zoomOut: () => void;
  reset: () => void;
  /** Moves the map, if needed, so that this part of it can be seen. */
  show: (element: Element) => void;
}

/**
 * Wheel, pinch, drag and double tap on the map, 1 to 4 times. `frame` takes the gestures, `content` is moved by a CSS
 * transform, outside React: a gesture renders nothing.
 */
export function useMapZoom(frame: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): MapZoom {
  const behavior = useRef<ZoomBehavior<HTMLElement, unknown> | null>(null);

  useEffect(() => {
    const [outer, inner] = [frame.current, content.current];
    if (!outer || !inner) return;
    const selection = select<HTMLElement, unknown>(outer);
    const created = zoom<HTMLElement, unknown>()
      .scaleExtent([1, MOST])
      .clickDistance(CLICK_PX)
      .on('start', () => inner.classList.add('moving'))
      .on('end', () => inner.classList.remove('moving'))
      .on('zoom', ({ transform }: D3ZoomEvent<HTMLElement, unknown>) => {
        inner.style.transform = `translate(${transform.x}px, ${transform.y}px) scale(${transform.k})`;
        outer.classList.toggle('near', transform.k >= NEAR);
      });
    behavior.current = created;
    selection.call(created);
    const resized = new ResizeObserver(() => {
      const size: [number, number] = [outer.clientWidth, outer.clientHeight];
      created.extent([[0, 0], size]).translateExtent([[0, 0], size]);
    });
    resized.observe(outer);
    return () => {
      resized.disconnect();
      selection.on('.zoom', null);
    };
  }, [frame, content]);

  return useMemo(() => {
    const act = (change: (zoomer: ZoomBehavior<HTMLElement, unknown>, outer: HTMLElement) => void) => {
      if (behavior.current && frame.current) change(behavior.current, frame.current);
    };
    return {
      zoomIn: () => act((zoomer, outer) => zoomer.scaleBy(select(outer), STEP)),
      zoomOut: () => act((zoomer, outer) => zoomer.scaleBy(select(outer), 1 / STEP)),
      reset: () => act((zoomer, outer) => zoomer.transform(select(outer), zoomIdentity)),
      show: (element) =>
        act((zoomer, outer) => {
          const [box, view] = [element.getBoundingClientRect(), outer.getBoundingClientRect()];
          const x = box.left + box.width / 2 - view.left;
          const y = box.top + box.height / 2 - view.top;
          const off = (at: number, size: number) => at < MARGIN_PX || at > size - MARGIN_PX;
          if (!off(x, view.width) && !off(y, view.height)) return;
          const scale = content.current ? content.current.getBoundingClientRect().width / view.width : 1;
          zoomer.translateBy(select(outer), (view.width / 2 - x) / scale, (view.height / 2 - y) / scale);
        }),
    };
  }, [frame, content]);
}
