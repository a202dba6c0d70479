import { useEffect } from 'react';
import { text } from './text.ts';

/** Names the browser's tab after the screen. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title ? `${title} · ${text.brand}` : text.brand;
  }, [title]);
}
