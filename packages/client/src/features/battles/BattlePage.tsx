/** The report of one battle: verdict, replay, numbers, losses, spoils and what fixed the chance. */

import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Link, useParams } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { useBattle } from '../../net/battleHooks.ts';
import { useMe } from '../../net/hooks.ts';
import { useReadBattle } from '../../net/mutations.ts';
import { battleText as words } from '../../text/en/battle.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { BattleHero } from './BattleHero.tsx';
import { BeaconWait } from './BeaconWait.tsx';
import { FateLine } from './FateLine.tsx';
import { Ledger } from './Ledger.tsx';
import { Casualties, FairFate, Spoils } from './ReportPanels.tsx';
import { ReplayStage } from './replay/ReplayStage.tsx';
import { beatsOf, placeOf, type Reader, readerOf } from './reportModel.ts';
import './march.css';
import './battles.css';

const LAST_BEAT = 5;
/** After what everybody reads. */
const BattleCheck = lazy(() => import('../fair/BattleCheck.tsx'));

function Report({ report, reader }: { report: BattleReport; reader: Reader }) {
  const beats = useMemo(() => beatsOf(report), [report]);
  const [beat, setBeat] = useState(LAST_BEAT);
  return (
    <main id="main" className="report" data-testid="battle-report">
      <BattleHero report={report} reader={reader} />
      {beats.length > 0 ? (
        <>
          <ReplayStage report={report} beats={beats} beat={beat} onBeat={setBeat} />
          <Ledger report={report} beats={beats} beat={beat} />
          <div className="report-panels">
            <Casualties report={report} side="attacker" reader={reader} />
            <Casualties report={report} side="defender" reader={reader} />
            <Spoils report={report} reader={reader} />
            <FairFate report={report} />
          </div>
          <Suspense>
            <BattleCheck report={report} />
          </Suspense>
        </>
      ) : (
        <div className="report-waiting">
          {report.status === 'queued' && (
            <section className="panel report-queued">
              <FateLine flipBp={null} isSwaying />
              {report.fairness.beacon && <BeaconWait wait={report.fairness.beacon} />}
              {reader !== 'attacker' && <p className="muted">{words.waitingHidden}</p>}
            </section>
          )}
          <FairFate report={report} />
        </div>
      )}
    </main>
  );
}

export default function BattlePage() {
  const { battleId = '' } = useParams<{ battleId: string }>();
  const { data: report, error } = useBattle(battleId);
  const me = useMe().data;
  useTitle(report ? words.reportTitle(placeOf(report)) : words.listTitle);
  const { mutate: markRead } = useReadBattle();
  const isOurs = report !== undefined && readerOf(report, me ?? null) !== 'spectator';
  const isDecided = report !== undefined && report.status !== 'queued';
  useEffect(() => {
    if (isOurs && isDecided) markRead(battleId);
  }, [isOurs, isDecided, battleId, markRead]);
  useEffect(() => {
    // Not returned: newer browsers answer with a promise, which is no way to clean up.
    void window.scrollTo(0, 0);
  }, []);
  if (report) return <Report key={report.status} report={report} reader={readerOf(report, me ?? null)} />;
  const isUnknown = error instanceof ApiError && (error.status === 404 || error.status === 400);
  return (
    <main id="main" className="page">
      <h1>{words.listTitle}</h1>
      {error ? (
        <Empty
          icon="scroll-unfurled"
          sentence={isUnknown ? words.notFound : `${words.failed} ${errorText(error)}`}
          action={
            <Link href="/battles" className="btn">
              {words.toList}
            </Link>
          }
        />
      ) : (
        <Skeleton lines={8} />
      )}
    </main>
  );
}
