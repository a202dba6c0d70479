import type { FairPlayRow, SignalName } from '@cryptotribes/protocol/features/adminFairPlay';
import { useState } from 'react';
import { Link } from 'wouter';
import { adminText as t } from '../../text/en/admin.ts';
import { fairPlayText as words } from '../../text/en/fairPlay.ts';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import type { SectionProps } from './AdminPage.tsx';
import { AppealCard } from './AppealCard.tsx';
import { useAppeals, useFairPlay, useFairPlaySeasons } from './adminApi.ts';
import { Evidence } from './Evidence.tsx';
import { Cell, Loaded, More, nameOf, StandingTag, Table, When } from './parts.tsx';

/** A score as a bar to the review line, with its figure. */
export function ScoreBar({ score, review }: { score: number; review: number }) {
  return (
    <span className="fair-score">
      <b className="num">{formatNumber(score)}</b>
      <span className={`fair-bar ${score >= review ? 'is-high' : ''}`} aria-hidden="true">
        <i style={{ width: `${score}%` }} />
        <u style={{ left: `${review}%` }} />
      </span>
    </span>
  );
}

function Row({ row, review, seasonId }: { row: FairPlayRow; review: number; seasonId: string }) {
  return (
    <tr>
      <Cell label={words.score}>
        <ScoreBar score={row.score} review={review} />
      </Cell>
      <Cell label={words.player}>
        <Link href={`/admin/fairplay/${row.person.userId}?season=${seasonId}`} className="admin-link">
          {nameOf(row.person)}
        </Link>
      </Cell>
      <Cell label={words.standing}>
        <span className="row flex-wrap">
          <StandingTag standing={row.standing} />
          {row.isOpen && <Tag tone="warm">{words.open}</Tag>}
        </span>
      </Cell>
      <Cell label={words.signs}>{row.signals.map((kind: SignalName) => words.kinds[kind]).join(' · ')}</Cell>
      <Cell label={words.computed}>
        <When at={row.computedAt} />
      </Cell>
    </tr>
  );
}

function Scores() {
  const [chosen, setChosen] = useState<string | null>(null);
  const head = useFairPlaySeasons();
  const seasonId = chosen ?? head.data?.seasonId ?? null;
  const list = useFairPlay(seasonId);
  return (
    <Panel title={t.sections.fairplay}>
      <p className="muted mb-2">{words.intro}</p>
      <Loaded query={head}>
        {({ seasons, reviewScore }) => (
          <>
            {seasons.length > 1 && (
              <label className="row mb-2">
                <span className="cap">{words.season}</span>
                <select
                  className="field w-auto"
                  name="season"
                  value={seasonId ?? ''}
                  onChange={(event) => setChosen(event.target.value)}
                >
                  {seasons.map((season) => (
                    <option key={season.seasonId} value={season.seasonId}>
                      {season.name}
                    </option>
                  ))}
                </select>
              </label>
            )}
            {seasonId === null ? (
              <p className="muted">{words.none}</p>
            ) : (
              <Loaded query={list}>
                {(players) => (
                  <>
                    <Table
                      label={t.sections.fairplay}
                      columns={[words.score, words.player, words.standing, words.signs, words.computed]}
                    >
                      {players.map((row) => (
                        <Row key={row.person.userId} row={row} review={reviewScore} seasonId={seasonId} />
                      ))}
                    </Table>
                    {players.length === 0 && <p className="muted">{words.none}</p>}
                    <More list={list} />
                  </>
                )}
              </Loaded>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Appeals() {
  const [status, setStatus] = useState<'open' | 'answered'>('open');
  const list = useAppeals({ status });
  return (
    <Panel title={words.appeals}>
      <div className="admin-switch mb-2" role="group" aria-label={words.appealsFilter}>
        {(['open', 'answered'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={each === status} onClick={() => setStatus(each)}>
            {each === 'open' ? words.appealsWaiting : words.appealsAnswered}
          </button>
        ))}
      </div>
      <Loaded query={list}>
        {(appeals) => (
          <div className="grid gap-3">
            {appeals.map((appeal) => (
              <AppealCard key={appeal.appealId} appeal={appeal} />
            ))}
            {appeals.length === 0 && <p className="muted">{words.noAppeals}</p>}
            <More list={list} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

/** Who was noticed, and appeals; or one player with all the evidence. */
export function FairPlay({ id, roles }: SectionProps) {
  if (id !== null) return <Evidence userId={id} roles={roles} />;
  return (
    <>
      <Appeals />
      <Scores />
    </>
  );
}
