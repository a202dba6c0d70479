/** The battle as a picture in six beats, drawn from the report alone: it works for anyone and for ever. */

import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import { subtractArmies, totalUnits } from '@cryptotribes/rules/core/units';
import { type CSSProperties, useEffect, useMemo, useState } from 'react';
import chargesUrl from '../../../board/charges.generated.svg?url';
import { battleText as words } from '../../../text/en/battle.ts';
import { formatNumber } from '../../../ui/format.ts';
import spriteUrl from '../../../ui/icons.generated.svg?url';
import { LineIcon } from '../../../ui/LineIcon.tsx';
import { isCalm } from '../../../ui/tableStore.ts';
import { type Beat, battleLog, sideArmies, terrainOf, unitsPerFigure } from '../reportModel.ts';
import { placeFigures } from './figures.ts';
import { StageFigures } from './StageFigures.tsx';
import { StageGround } from './StageGround.tsx';

const BEAT_MS = 1100;
const LAST = 5;
export const WILD_DYE = '#5d6b73';

interface BannerProps {
  x: number;
  tribeId: string | null;
  ordinal: number | null;
}

function Banner({ x, tribeId, ordinal }: BannerProps) {
  const arms = tribeId !== null && ordinal !== null ? heraldry(tribeId, ordinal) : null;
  return (
    <>
      <path d={`M${x} 112V300`} stroke="#2B2119" strokeWidth="5" />
      <path
        d={`M${x - 30} 116H${x + 30}V190L${x} 174L${x - 30} 190Z`}
        fill={arms?.field ?? WILD_DYE}
        stroke="#0E161A"
        strokeWidth="2.5"
        strokeLinejoin="round"
      />
      <path d={`M${x - 36} 115H${x + 36}`} stroke="#2B2119" strokeWidth="5" />
      {arms ? (
        <use
          href={`${chargesUrl}#${arms.charge}`}
          x={x - 21}
          y="122"
          width="42"
          height="42"
          color={arms.chargeColour}
        />
      ) : (
        <use href={`${spriteUrl}#campfire`} x={x - 21} y="122" width="42" height="42" color="#F3ECDC" fill="#F3ECDC" />
      )}
    </>
  );
}

interface ReplayStageProps {
  report: BattleReport;
  beats: readonly Beat[];
  beat: number;
  onBeat: (beat: number) => void;
}

export function ReplayStage({ report, beats, beat, onBeat }: ReplayStageProps) {
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const { attacker, defender } = report;
  const terrain = terrainOf(report);
  const sides = useMemo(() => {
    const a = sideArmies(report, 'attacker');
    const d = sideArmies(report, 'defender');
    const each = unitsPerFigure(a.army, d.army);
    const left = (side: typeof a) => totalUnits(subtractArmies(side.army, side.losses));
    return {
      attacker: { figures: placeFigures(a.army, a.losses, each, -1), of: totalUnits(a.army), left: left(a) },
      defender: { figures: placeFigures(d.army, d.losses, each, 1), of: totalUnits(d.army), left: left(d) },
    };
  }, [report]);

  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => {
      if (beat >= LAST - 1) setPlaying(false);
      onBeat(Math.min(LAST, beat + 1));
    }, BEAT_MS / speed);
    return () => clearTimeout(timer);
  }, [isPlaying, beat, speed, onBeat]);

  const now = beats[beat];
  const isOver = beat === LAST;
  // Without motion the button goes on by one beat.
  const isStill = isCalm();
  const log = useMemo(() => battleLog(report, beats), [report, beats]);

  function play(): void {
    if (isPlaying) {
      setPlaying(false);
    } else if (isStill) {
      onBeat(beat >= LAST ? 0 : beat + 1);
    } else {
      onBeat(beat >= LAST ? 0 : beat);
      setPlaying(true);
    }
  }
  function show(index: number): void {
    setPlaying(false);
    onBeat(index);
  }

  const label = isOver
    ? words.stageEnd(
        formatNumber(sides.attacker.left),
        formatNumber(sides.attacker.of),
        formatNumber(sides.defender.left),
        formatNumber(sides.defender.of),
      )
    : words.stage(beat + 1, now?.name ?? '', formatNumber(now?.attacker ?? 0), formatNumber(now?.defender ?? 0));
  const dyeOf = (side: typeof attacker) =>
    side.tribeId !== null && side.tribeOrdinal !== null ? heraldry(side.tribeId, side.tribeOrdinal).field : WILD_DYE;

  return (
    <section className="panel stage-box" aria-label={words.replay}>
      <svg
        className="replay-stage"
        viewBox="0 0 860 330"
        preserveAspectRatio="xMidYMid slice"
        role="img"
        aria-label={label}
      >
        <StageGround terrain={terrain} />
        <StageFigures figures={sides.attacker.figures} dye={dyeOf(attacker)} direction={-1} isOver={isOver} />
        <StageFigures figures={sides.defender.figures} dye={dyeOf(defender)} direction={1} isOver={isOver} />
        <Banner x={58} tribeId={attacker.tribeId} ordinal={attacker.tribeOrdinal} />
        <Banner x={802} tribeId={defender.tribeId} ordinal={defender.tribeOrdinal} />
        <g key={beat} className="stage-beat">
          {isOver ? (
            <>
              <circle cx="430" cy="236" r="96" fill="url(#r-clash)" />
              <circle cx="430" cy="236" r="30" fill="#0E161A" stroke="#F4A340" strokeWidth="3" />
              <use
                href={`${spriteUrl}#crossed-swords`}
                x="412"
                y="218"
                width="36"
                height="36"
                color="#FFC373"
                fill="#FFC373"
              />
            </>
          ) : (
            now && (
              <g className="stage-caption">
                <rect x="290" y="20" width="280" height="62" rx="6" />
                <text x="430" y="46" className="stage-name">
                  {now.name}
                </text>
                <text x="430" y="69">{`${formatNumber(now.attacker)}  :  ${formatNumber(now.defender)}`}</text>
              </g>
            )
          )}
        </g>
      </svg>
      <input
        type="range"
        className="march-range stage-scrub"
        min={0}
        max={LAST}
        value={beat}
        style={{ '--v': `${(beat / LAST) * 100}%` } as CSSProperties}
        aria-label={words.scrub}
        aria-valuetext={now?.name}
        data-testid="replay-scrub"
        onChange={(event) => show(Number(event.target.value))}
      />
      <div className="stage-controls">
        <button
          type="button"
          className="btn s"
          data-testid="replay-play"
          aria-label={isPlaying ? words.pause : isStill && !isOver ? words.next : words.play}
          onClick={play}
        >
          {isPlaying ? <span className="pause-mark" /> : <LineIcon name="play" />}
        </button>
        <div className="stage-beats" role="group" aria-label={words.beatsLabel}>
          {beats.map(({ key, name }, index) => (
            <button
              key={key}
              type="button"
              className="clipped"
              data-testid={`beat-${index + 1}`}
              aria-label={name}
              aria-current={index === beat ? 'step' : undefined}
              onClick={() => show(index)}
            >
              {name}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="btn s ghost"
          data-testid="replay-skip"
          disabled={isOver}
          aria-label={words.skip}
          title={words.skip}
          onClick={() => show(LAST)}
        >
          <LineIcon name="skip" />
        </button>
        <button
          type="button"
          className="btn s ghost"
          aria-label={`${words.speedLabel}: ${words.speed(speed)}`}
          onClick={() => setSpeed(speed === 1 ? 2 : 1)}
        >
          {words.speed(speed)}
        </button>
      </div>
      <details className="stage-log" data-testid="battle-log">
        <summary>{words.log}</summary>
        <ol>
          {log.map((line, index) => (
            <li key={line} className={index === beat ? 'now' : ''}>
              {line}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
