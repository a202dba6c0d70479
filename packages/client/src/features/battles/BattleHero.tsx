import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { mix } from '@cryptotribes/protocol/heraldry/colour';
import { heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import type { CSSProperties } from 'react';
import { battleText as words } from '../../text/en/battle.ts';
import { marchText } from '../../text/en/march.ts';
import { namesText } from '../../text/en/names.ts';
import { formatInstant } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { WILD_DYE } from './replay/ReplayStage.tsx';
import { hasWon, lordNames, missingRound, outcomeOf, placeOf, type Reader, terrainOf } from './reportModel.ts';

type SideRecord = BattleReport['attacker'];

const dyeOf = ({ tribeId, tribeOrdinal }: SideRecord) =>
  tribeId !== null && tribeOrdinal !== null ? heraldry(tribeId, tribeOrdinal).field : WILD_DYE;

function Side({ side, who, isRight = false }: { side: SideRecord; who: string; isRight?: boolean }) {
  const formation = side.formation
    ? namesText.formations[side.formation as keyof typeof namesText.formations].toLowerCase()
    : '';
  return (
    <div className={`hero-side ${isRight ? 'right' : ''}`}>
      {side.tribeId !== null && side.tribeOrdinal !== null ? (
        <Shield tribeId={side.tribeId} ordinal={side.tribeOrdinal} width={84} />
      ) : (
        <span className="hero-wild">
          <Icon name="campfire" />
        </span>
      )}
      <div>
        <h2>{side.tribeName ?? side.username ?? words.wild}</h2>
        <p>{[who, formation].filter(Boolean).join(' · ')}</p>
      </div>
    </div>
  );
}

function Verdict({ report, reader }: { report: BattleReport; reader: Reader }) {
  const won = hasWon(report, reader);
  if (won === null) {
    const { status } = report;
    return (
      <div className="hero-verdict">
        <p className="cap">{placeOf(report)}</p>
        <h1 className="waiting">{status === 'queued' ? words.waiting : marchText.notFought}</h1>
        <p>
          {status === 'queued'
            ? words.waitingWhy(String(report.orderNo), report.position)
            : status === 'reinforced'
              ? marchText.reinforced
              : (missingRound(report) ?? marchText.void)}
        </p>
      </div>
    );
  }
  return (
    <div className="hero-verdict">
      <p className="cap">{marchText.complete}</p>
      <h1 className={won ? '' : 'lost'}>
        <Icon name={won ? 'laurels' : 'broken-shield'} />
        <span data-battle-result={won ? 'victory' : 'defeat'}>{won ? marchText.victory : marchText.defeat}</span>
        <Icon name={won ? 'laurels' : 'broken-shield'} />
      </h1>
      <p>
        <b>{outcomeOf(report, reader)}</b>
        {report.battleEndTime && ` · ${formatInstant(report.battleEndTime)}`}
      </p>
    </div>
  );
}

/** Both sides and the verdict, in the colours of those who fought. */
export function BattleHero({ report, reader }: { report: BattleReport; reader: Reader }) {
  const attacker = dyeOf(report.attacker);
  const defender = dyeOf(report.defender);
  const dyes = {
    '--a': mix(attacker, '#0b1216', 0.15),
    '--a-dim': mix(attacker, '#0D1418', 0.72),
    '--d': mix(defender, '#0b1216', 0.35),
    '--d-dim': mix(defender, '#0D1418', 0.78),
  } as CSSProperties;
  return (
    <section className="hero" style={dyes}>
      <svg className="hero-ground" preserveAspectRatio="xMidYMid slice" viewBox="0 0 1400 188" aria-hidden="true">
        <rect width="1400" height="188" fill={`url(#t-${terrainOf(report)})`} />
      </svg>
      <Side side={report.attacker} who={report.attacker.username ?? words.somebody} />
      <Verdict report={report} reader={reader} />
      <Side side={report.defender} who={lordNames(report)} isRight />
    </section>
  );
}
