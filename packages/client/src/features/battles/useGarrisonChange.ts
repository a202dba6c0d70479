import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { useEffect, useRef, useState } from 'react';
import { marchText as words } from '../../text/en/march.ts';
import { formatNumber, formatOdds } from '../../ui/format.ts';
import { defenderCount, garrisonMark } from './marchModel.ts';

const DISARMED_MS = 1000;

interface Seen {
  mark: string;
  count: number;
  winning: number;
}

/**
 * Watches the garrison while the dialog is open. When it changes, the sentence says from what to what, and for a second the
 * order cannot be sent, so that nobody confirms numbers that are not there any more.
 */
export function useGarrisonChange(territory: TerritoryDetail, winning: number, of: number) {
  const seen = useRef<Seen | null>(null);
  const [sentence, setSentence] = useState<string | null>(null);
  const [isDisarmed, setDisarmed] = useState(false);
  const mark = garrisonMark(territory);
  const count = defenderCount(territory);
  useEffect(() => {
    const before = seen.current;
    seen.current = { mark, count, winning };
    if (before === null || before.mark === mark) return;
    setSentence(
      words.changed(
        formatNumber(before.count),
        formatNumber(count),
        formatOdds(before.winning, of),
        formatOdds(winning, of),
      ),
    );
    setDisarmed(true);
  }, [mark, count, winning, of]);
  useEffect(() => {
    if (!isDisarmed) return;
    const timer = setTimeout(() => setDisarmed(false), DISARMED_MS);
    return () => clearTimeout(timer);
  }, [isDisarmed]);
  return { sentence, isDisarmed };
}
