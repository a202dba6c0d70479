import type { Me } from '@cryptotribes/protocol/features/villages';
import { meText as t } from '../../text/en/me.ts';
import { formatNumber, formatRank } from '../../ui/format.ts';

/** The figures of one's own season, as they stand on the profile page. */
export function ownRecord(me: Me): [label: string, figure: string][] {
  return [
    [t.vp, formatNumber(me.victoryPoints)],
    [t.rank, me.vpRank === null ? '–' : formatRank(me.vpRank)],
    [t.army, formatNumber(me.armyTotal)],
    [t.lands, formatNumber(me.garrisons.length)],
    [t.camps, me.campsBeaten === 0 ? '–' : formatNumber(me.campsBeaten)],
  ];
}
