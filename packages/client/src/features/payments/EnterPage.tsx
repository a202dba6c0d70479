/** The entry fee: what becomes of it, who may pay it, and the ways to pay. A document of its own (ownDocument.ts). */
import type { Payment } from '@cryptotribes/protocol/features/payments';
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { ReactNode } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { useConnectionState, useMe, useSeason } from '../../net/hooks.ts';
import { payingText as t } from '../../text/en/paying.ts';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { CardWay } from './CardWay.tsx';
import { Eligibility, TermsLink } from './Eligibility.tsx';
import { formatMoney } from './money.ts';
import { useOwnDocument } from './ownDocument.ts';
import { PaymentList } from './PaymentList.tsx';
import { type PaymentOptions, useMyPayments, usePaymentOptions } from './paymentsApi.ts';
import { UsdtWay } from './usdt/UsdtWay.tsx';
import './payments.css';

/** SPEC 3: 85 % of the fee goes to the pool. */
const POOL_BP = 8_500;

function FeeSplit({ amountMicro, seatsLeft }: Pick<PaymentOptions, 'amountMicro' | 'seatsLeft'>) {
  const poolMicro = Math.floor((amountMicro * POOL_BP) / 10_000);
  return (
    <Panel title={t.split} className="pay-split">
      <div className="pay-split-bar" aria-hidden="true">
        <i style={{ flexGrow: poolMicro }} />
        <i style={{ flexGrow: amountMicro - poolMicro }} />
      </div>
      <dl>
        <div>
          <dt>{t.pool}</dt>
          <dd>{formatMoney(poolMicro, 'USDT')}</dd>
        </div>
        <div>
          <dt>{t.fee}</dt>
          <dd>{formatMoney(amountMicro - poolMicro, 'USDT')}</dd>
        </div>
      </dl>
      <p className="muted">{t.refundRule}</p>
      <p className="muted">
        <TermsLink>{t.notPromised}</TermsLink>
        {seatsLeft !== null && ` · ${t.seatsLeft(seatsLeft, formatNumber(seatsLeft))}`}
      </p>
    </Panel>
  );
}

/** A plain word instead of the ways to pay, with a way on. Links load a new document: this one is only for paying. */
function Notice({ title, sentence, action }: { title?: string; sentence: string; action?: ReactNode }) {
  return (
    <section className="panel pay-notice" data-testid="pay-notice">
      {title && <h2 className="disp">{title}</h2>}
      <p>{sentence}</p>
      {action ?? (
        <a href="/territories" className="btn justify-self-start">
          {t.watch}
        </a>
      )}
    </section>
  );
}

const ToWelcome = ({ label }: { label: string }) => (
  <a href="/welcome" className="btn prime justify-self-start">
    {label}
  </a>
);

/** Why nothing can be paid; null when it can. */
function refusalOf(options: PaymentOptions): string | null {
  if (!options.countryAllowed) return options.country === null ? t.refused.unknownCountry : t.refused.country;
  if (options.methods.length === 0) return t.refused.off;
  if (options.seatsLeft === 0) return t.refused.full;
  return options.open ? null : t.refused.closed;
}

interface WaysProps {
  options: PaymentOptions;
  payments: readonly Payment[];
  me: Me;
  isPaused: boolean;
}

function Ways({ options, payments, me, isPaused }: WaysProps) {
  const card = payments.find(({ method }) => method === 'stripe');
  const isConfirmed = options.terms.confirmedAt !== null;
  return (
    <>
      <section className="panel pay-step" aria-labelledby="pay-terms">
        <h2 id="pay-terms" className="disp">
          <span className="pay-no">{isConfirmed ? <Icon name="scroll-unfurled" /> : 1}</span>
          {t.steps.terms}
        </h2>
        <Eligibility terms={options.terms} isPaused={isPaused} />
      </section>
      <section className="pay-ways" aria-labelledby="pay-ways">
        <h2 id="pay-ways" className="disp">
          <span className="pay-no">2</span>
          {t.steps.pay}
        </h2>
        {isConfirmed ? (
          <div className="pay-cards">
            {options.methods.includes('crypto') && (
              <UsdtWay options={options} address={me.walletAddress} isPaused={isPaused} />
            )}
            {options.methods.includes('stripe') && (
              <CardWay options={options} status={card?.status ?? null} isPaused={isPaused} />
            )}
          </div>
        ) : (
          <p className="muted">{t.waysFirst}</p>
        )}
      </section>
    </>
  );
}

function Body({ season, me, options }: { season: Season; me: Me | null; options: PaymentOptions }) {
  const isPaused = useConnectionState().state === 'offline';
  const payments = (useMyPayments(me !== null).data ?? []).filter(({ seasonId }) => seasonId === season.seasonId);
  const refusal = refusalOf(options);
  return (
    <div className="pay-layout">
      <div className="pay-main">
        {isPaused && <p role="status">{t.offline}</p>}
        {me?.entered ? (
          <Notice
            title={t.done.title}
            sentence={t.done.lead}
            action={<ToWelcome label={season.status === 'registration' ? t.done.waiting : t.done.village} />}
          />
        ) : refusal !== null ? (
          <Notice sentence={refusal} />
        ) : me === null ? (
          <Notice title={t.signIn.title} sentence={t.signIn.lead} action={<ToWelcome label={t.signIn.action} />} />
        ) : (
          <Ways options={options} payments={payments} me={me} isPaused={isPaused} />
        )}
        <PaymentList payments={payments} />
      </div>
      <FeeSplit {...options} />
    </div>
  );
}

export default function EnterPage() {
  useTitle(t.title);
  const isOwn = useOwnDocument();
  const me = useMe();
  const season = useSeason();
  const paid = season.data && !season.data.free ? season.data : null;
  const options = usePaymentOptions(paid?.seasonId ?? null);
  const error = season.error ?? options.error ?? me.error;
  const isNone = season.error !== null && 'status' in season.error && season.error.status === 404;
  return (
    <main id="main" className="page pay" data-testid="enter">
      <div className="snowfall" aria-hidden="true" />
      <header className="pay-head">
        <h1>{t.title}</h1>
        {paid && <p className="muted">{t.lead(paid.name)}</p>}
      </header>
      {isOwn && isNone ? (
        <Notice sentence={t.refused.none} />
      ) : isOwn && season.data?.free ? (
        <Notice sentence={t.refused.free} action={<ToWelcome label={t.toEntry} />} />
      ) : isOwn && paid && options.data && me.data !== undefined ? (
        <Body season={paid} me={me.data} options={options.data} />
      ) : isOwn && error ? (
        <div role="alert" className="grid justify-items-start gap-3">
          <p>
            {t.failed} {errorText(error)}
          </p>
          <button
            type="button"
            className="btn"
            onClick={() => Promise.all([season.refetch(), options.refetch(), me.refetch()])}
          >
            {t.again}
          </button>
        </div>
      ) : (
        <Skeleton lines={10} />
      )}
    </main>
  );
}
