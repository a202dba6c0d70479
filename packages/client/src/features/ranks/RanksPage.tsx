import { useState } from 'react';
import { text } from '../../app/text.ts';
import { useTitle } from '../../app/useTitle.ts';
import { PlayerRanks } from './PlayerRanks.tsx';
import { TribeRanks } from './TribeRanks.tsx';

type Kind = 'tribes' | 'players';
const KINDS: readonly Kind[] = ['tribes', 'players'];

/** Who leads: tribes or players, by victory points. */
export default function RanksPage() {
  useTitle(text.ranks.title);
  const [kind, setKind] = useState<Kind>('tribes');
  return (
    <main id="main" className="page grid gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>{text.ranks.title}</h1>
        <div className="switch" role="group" aria-label={text.ranks.title}>
          {KINDS.map((name) => (
            <button key={name} type="button" aria-pressed={kind === name} onClick={() => setKind(name)}>
              {text.ranks[name]}
            </button>
          ))}
        </div>
      </div>
      {kind === 'tribes' ? <TribeRanks /> : <PlayerRanks />}
      <p className="faint text-[13px]">{text.ranks.ties}</p>
    </main>
  );
}
