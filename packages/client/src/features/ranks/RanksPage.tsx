import { useState } from 'react';
import { useTitle } from '../../app/useTitle.ts';
import { ranksText } from '../../text/en/ranks.ts';
import { PlayerRanks } from './PlayerRanks.tsx';
import { TribeRanks } from './TribeRanks.tsx';

type Kind = 'tribes' | 'players';
const KINDS: readonly Kind[] = ['tribes', 'players'];

/** Who leads: tribes or players, by victory points. */
export default function RanksPage() {
  useTitle(ranksText.title);
  const [kind, setKind] = useState<Kind>('tribes');
  return (
    <main id="main" className="page grid gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>{ranksText.title}</h1>
        <div className="switch" role="group" aria-label={ranksText.title}>
          {KINDS.map((name) => (
            <button key={name} type="button" aria-pressed={kind === name} onClick={() => setKind(name)}>
              {ranksText[name]}
            </button>
          ))}
        </div>
      </div>
      {kind === 'tribes' ? <TribeRanks /> : <PlayerRanks />}
      <p className="faint text-[13px]">{ranksText.ties}</p>
    </main>
  );
}
