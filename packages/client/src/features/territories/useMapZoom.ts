import { select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity, zoomTransform } from 'd3-zoom';
import { type RefObject, useEffect, useMemo, useRef } from 'react';

const MOST = 4;
const STEP = 1.5;
/** From here on the names of edge lands are shown. */
const NEAR = 1.6;
/** A pointer that moved less than this many px still clicks. */
const CLICK_PX = 6;
const MARGIN_PX = 24;
/** What is brought into sight comes out from under the controls at the sides as well. */
const CONTROLS_PX = 120;
/** How far the map may be pulled out of the window, as a share of it: what a panel covers can be brought out from under it. */
const OVERPULL = 0.3;
/** A panel wider than this share of the window is a sheet at its bottom, else a column at its side. */
const SHEET_SHARE = 0.6;

interface Free {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The part of the window that neither the drawer nor the left column covers, in px of the window. */
function freePart(frame: DOMRect, panels: readonly DOMRect[]): Free {
  const free = { left: frame.left, top: frame.top, right: frame.right, bottom: frame.bottom };
  for (const panel of panels) {
    if (panel.width === 0 || panel.height === 0) continue;
    if (panel.width > frame.width * SHEET_SHARE) free.bottom = Math.min(free.bottom, panel.top);
    else if (panel.left + panel.width / 2 > frame.left + frame.width / 2) free.right = Math.min(free.right, panel.left);
    else free.left = Math.max(free.left, panel.right);
  }
  return free;
}

/**
 * How far something from `low` to `high` has to be moved to lie between `from` and `to`: no further than needed, so that the map rests
 * under whoever walks over it; to the middle when it is larger.
 */
export function shiftInto(low: number, high: number, from: number, to: number): number {
  if (high - low > to - from) return (from + to - low - high) / 2;
  if (low < from) return from - low;
  return high > to ? to - high : 0;
}

interface MapZoom {
  zoomIn: () => void;
  zoomOut: () => void;
  reset: () => void;
  /** Moves the map, if needed, so that this part of it lies in what no panel covers. */
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
      const [width, height] = [outer.clientWidth, outer.clientHeight];
      created.extent([
        [0, 0],
        [width, height],
      ]);
      created.translateExtent([
        [-width * OVERPULL, -height * OVERPULL],
        [width * (1 + OVERPULL), height * (1 + OVERPULL)],
      ]);
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
          const panels = [...(outer.parentElement?.querySelectorAll('[data-covers-map]') ?? [])];
          const free = freePart(
            view,
            panels.map((panel) => panel.getBoundingClientRect()),
          );
          const isSeen =
            box.left >= free.left + MARGIN_PX &&
            box.right <= free.right - MARGIN_PX &&
            box.top >= free.top + MARGIN_PX &&
            box.bottom <= free.bottom - MARGIN_PX;
          const [width, height] = [free.right - free.left, free.bottom - free.top];
          // A sheet over everything leaves no place to show it in.
          if (isSeen || height < MARGIN_PX * 4) return;
          const sideMargin = Math.min(CONTROLS_PX, width / 4);
          const topMargin = Math.min(CONTROLS_PX / 2, height / 4);
          const dx = shiftInto(box.left, box.right, free.left + sideMargin, free.right - sideMargin);
          const dy = shiftInto(box.top, box.bottom, free.top + topMargin, free.bottom - topMargin);
          const scale = zoomTransform(outer).k;
          zoomer.translateBy(select(outer), dx / scale, dy / scale);
        }),
    };
  }, [frame]);
}
