import type { Season } from '@cryptotribes/protocol/features/seasons';
import { aboutText } from '../../text/en/about.ts';
import { seasonText as t } from '../../text/en/season.ts';
import { Bar } from '../../ui/Bar.tsx';
import { formatNumber, formatUsdt } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PrizeTable } from './PrizeTable.tsx';

/** With fewer players at its start a season is cancelled. */
const LEAST_PLAYERS = 24;

/** How much there is to win, from how many entries, and how it is divided. */
export function Pool({ season, poolMicro, isOver }: { season: Season; poolMicro: number; isOver: boolean }) {
  const players = season.participants.registeredPlayers;
  if (season.free) {
    return (
      <Panel title={aboutText.prizesTitle}>
        <p className="muted">{aboutText.prizesFree}</p>
      </Panel>
    );
  }
  return (
    <Panel title={t.pool}>
      <p className="pool-sum">
        <Icon name="two-coins" className="text-gold" />
        <b>{formatUsdt(poolMicro / 1e6)}</b>
        <span className="muted">{isOver ? t.poolFinal : t.poolEntries(formatNumber(players))}</span>
      </p>
      {season.status === 'registration' && (
        <div className="mb-4">
          <Bar share={players / LEAST_PLAYERS} tone="ember" />
          <p className="muted mt-1.5 text-[13px]">{t.poolMinimum(formatNumber(players))}</p>
        </div>
      )}
      <PrizeTable season={season} />
    </Panel>
  );
}
