import type { ReactNode } from 'react';

/** A small label with cut corners. */
export function Tag({ tone = '', children }: { tone?: '' | 'up' | 'down' | 'warm'; children: ReactNode }) {
  return <span className={`tag ${tone}`}>{children}</span>;
}
