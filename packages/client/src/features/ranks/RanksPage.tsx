import { useDeferredValue, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useTitle } from '../../app/useTitle.ts';
import { ranksText as t } from '../../text/en/ranks.ts';
import { PlayerRanks } from './PlayerRanks.tsx';
import { TribeRanks } from './TribeRanks.tsx';
import './ranks.css';

const KINDS = ['tribes', 'players'] as const;

/** Who leads: tribes or players, by victory points. */
export default function RanksPage() {
  useTitle(t.title);
  const [params, setParams] = useSearchParams();
  const kind = params.get('of') === 'players' ? 'players' : 'tribes';
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  return (
    <main id="main" className="page grid content-start gap-4">
      <div className="rank-head">
        <h1>{t.title}</h1>
        <input
          type="search"
          className="field"
          aria-label={kind === 'tribes' ? t.searchTribes : t.searchPlayers}
          placeholder={kind === 'tribes' ? t.searchTribes : t.searchPlayers}
          maxLength={30}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="switch" role="group" aria-label={t.title}>
          {KINDS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={kind === name}
              onClick={() => setParams(name === 'players' ? { of: name } : {}, { replace: true })}
            >
              {t[name]}
            </button>
          ))}
        </div>
      </div>
      {kind === 'tribes' ? <TribeRanks search={search} /> : <PlayerRanks search={search} />}
      <p className="faint max-w-[80ch] text-[13px]">{kind === 'tribes' ? t.ties : t.tiesPlayers}</p>
    </main>
  );
}
