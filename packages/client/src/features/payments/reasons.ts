import { payingText } from '../../text/en/paying.ts';

/** Why money makes no entry, as a sentence; empty when there is nothing to say. */
export function reasonText(reason: string | null): string {
  const known: Record<string, string> = payingText.reasons;
  return (reason !== null && known[reason]) || '';
}
