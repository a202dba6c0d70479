import { useEffect } from 'react';
import { shellText } from '../text/en/shell.ts';

/** Names the browser's tab after the screen. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title ? `${title} · ${shellText.brand}` : shellText.brand;
  }, [title]);
}
