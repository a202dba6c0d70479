/** What the dialogs of marches and raids reckon alike: odds, powers and losses. */
import type { BattlePreview } from '@cryptotribes/rules/battles/preview';
import { type ReactNode, useEffect, useState } from 'react';
import { marchText as words } from '../../text/en/march.ts';
import { formatNumber, formatOdds } from '../../ui/format.ts';
import { FateLine } from './FateLine.tsx';
import { formatRange, oddsTone } from './numbers.ts';
import type { OutcomeRow } from './OutcomeTable.tsx';
import { PowerBars } from './PowerBars.tsx';

const SPOKEN_MS = 600;

/** The lines about both sides' losses. Of `sent` and `standing` units that part is told which stays on the field. */
export function lossRows({ ifWin, ifLose }: BattlePreview, sent: number, standing: number): OutcomeRow[] {
  const lost = (range: { min: number; max: number }, of: number) => words.of(formatRange(range), formatNumber(of));
  return [
    [words.youLose, ifWin && formatRange(ifWin.attackerLost), ifLose && lost(ifLose.attackerLost, sent)],
    [words.theyLose, ifWin && lost(ifWin.defenderLost, standing), ifLose && formatRange(ifLose.defenderLost)],
  ];
}

/** The odds for a screen reader, once they rest: moving a slider must not make it speak all the time. */
function Spoken({ text }: { text: string }) {
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(text), SPOKEN_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p className="sr-only" role="status">
      {spoken}
    </p>
  );
}

interface ReckoningFrameProps {
  /** Null while nobody is sent. */
  preview: BattlePreview | null;
  children: ReactNode;
}

/** The right half of such a dialog; `children` tell what follows from the odds. */
export function ReckoningFrame({ preview, children }: ReckoningFrameProps) {
  if (!preview) {
    return (
      <div className="march-pane reckoning">
        <h2 className="cap">{words.reckoning}</h2>
        <p className="muted mt-4">{words.noHost}</p>
      </div>
    );
  }
  const { winning, of, flipBp } = preview;
  const [first, second] = words.fates(formatNumber(winning), formatNumber(of));
  return (
    <div className="march-pane reckoning">
      <h2 className="cap">{words.reckoning}</h2>
      <div className="odds">
        <span className={`big ${oddsTone(winning, of)}`} data-testid="win-chance">
          {formatOdds(winning, of)}
        </span>
        <span className="muted">
          {first}
          <br />
          {second}
        </span>
      </div>
      <FateLine flipBp={flipBp} />
      <PowerBars preview={preview} />
      <hr className="rule" />
      {children}
      <Spoken text={`${formatOdds(winning, of)} ${words.toWin}`} />
    </div>
  );
}

/** Said of odds below one in five. */
export function LongShot({ preview: { winning, of } }: { preview: BattlePreview }) {
  return winning * 5 < of ? <p className="march-remark">{words.longShot}</p> : null;
}
