/** /appeal: what was decided about an account, in plain words, and the way to have it looked at again. Also for those who cannot sign in. */
import type { StandingRecord } from '@cryptotribes/protocol/features/appeals';
import { useState } from 'react';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { useMe } from '../../net/hooks.ts';
import { queryClient } from '../../net/queryClient.ts';
import { appealText as t } from '../../text/en/appeal.ts';
import { formatInstant } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { WalletFlow } from '../wallet/ConnectFlow.tsx';
import { AppealForm } from './AppealForm.tsx';
import { appealApi, type Shown, showWallet, useStanding } from './appealApi.ts';
import './appeal.css';

function Appeal({ appeal }: { appeal: NonNullable<StandingRecord['appeal']> }) {
  return (
    <Panel title={t.yours} aside={<span className="faint">{t.written(formatInstant(appeal.writtenAt))}</span>}>
      <p className="appeal-words">{appeal.text}</p>
      <p className={`appeal-status is-${appeal.status}`} role="status" data-testid="appeal-status">
        {t.status[appeal.status]}
      </p>
      {appeal.answer && (
        <>
          <h3 className="cap mt-3">{t.answer}</h3>
          <p className="appeal-words">{appeal.answer}</p>
        </>
      )}
    </Panel>
  );
}

interface RecordViewProps {
  record: StandingRecord;
  onSend: (text: string) => Promise<StandingRecord>;
  onSent: (record: StandingRecord) => void;
  onExpired: () => void;
}

function RecordView({ record, ...form }: RecordViewProps) {
  const { standing, reason, since, appeal, mayAppeal } = record;
  return (
    <>
      <section className={`panel appeal-verdict is-${standing}`} data-testid="standing">
        <div className="body grid gap-2">
          <h2 className="disp">{t[standing]}</h2>
          {standing === 'good' ? (
            <>
              <p className="muted">{t.goodMore}</p>
              <Link href="/territories" className="btn justify-self-start">
                {t.toMap}
              </Link>
            </>
          ) : (
            <>
              {since && <p className="faint">{t.since(formatInstant(since))}</p>}
              <h3 className="cap">{t.reason}</h3>
              <p className="appeal-words">{reason}</p>
              <h3 className="cap">{t.means}</h3>
              <ul className="appeal-means">
                {(standing === 'banned' ? t.meansBanned : t.meansRestricted).map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      </section>
      {appeal && <Appeal appeal={appeal} />}
      {mayAppeal && (
        <Panel title={t.ask}>
          <AppealForm {...form} />
        </Panel>
      )}
    </>
  );
}

/** Somebody signed in. */
function OwnStanding({ userId }: { userId: string }) {
  const standing = useStanding(userId);
  if (standing.data === undefined) {
    return standing.error === null ? (
      <div className="panel p-[14px]">
        <Skeleton lines={8} />
      </div>
    ) : (
      <div role="alert" className="panel row sp flex-wrap p-[14px]">
        <span>
          {t.failed} {errorText(standing.error)}
        </span>
        <button type="button" className="btn s" onClick={() => standing.refetch()}>
          {t.again}
        </button>
      </div>
    );
  }
  return (
    <RecordView
      record={standing.data}
      onSend={(text) => appealApi.call('appeals.write', { body: { text } })}
      onSent={(record) => queryClient.setQueryData(['standing', userId], record)}
      onExpired={() => undefined}
    />
  );
}

/** Somebody who is not, and may not be allowed to: the wallet is shown instead. */
function ShownStanding() {
  const [shown, setShown] = useState<Shown | null>(null);
  const [isExpired, setIsExpired] = useState(false);
  if (shown === null) {
    return (
      <Panel title={t.showWallet}>
        <div className="grid gap-3">
          <p className="muted">{t.showWalletHow}</p>
          {isExpired && <p role="alert">{t.expired}</p>}
          <WalletFlow act={showWallet} knownKeyOnly onDone={(result) => setShown(result)} />
        </div>
      </Panel>
    );
  }
  return (
    <RecordView
      record={shown.record}
      onSend={(text) => appealApi.call('appeals.writeWithTicket', { body: { ticket: shown.ticket, text } })}
      onSent={(record) => setShown({ ...shown, record })}
      onExpired={() => {
        setIsExpired(true);
        setShown(null);
      }}
    />
  );
}

export default function AppealPage() {
  useTitle(t.title);
  const { data: me, isLoading } = useMe();
  return (
    <main id="main" className="page appeal-page">
      <div>
        <h1>{t.title}</h1>
        <p className="muted">{t.lead}</p>
      </div>
      {isLoading ? (
        <div className="panel p-[14px]">
          <Skeleton lines={8} />
        </div>
      ) : me ? (
        <OwnStanding userId={me.id} />
      ) : (
        <ShownStanding />
      )}
    </main>
  );
}
