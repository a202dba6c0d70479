import type { Payment } from '@cryptotribes/protocol/features/payments';
import { useEffect, useRef, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { payingText } from '../../text/en/paying.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { formatMoney } from './money.ts';
import { askForCardFee, type PaymentOptions, paymentsChanged } from './paymentsApi.ts';
import { type CardForm, openCardForm } from './stripeForm.ts';

const t = payingText.card;

/** asking: our server and Stripe's form. open: to be filled in. sending: the bank. agreed: waits for Stripe's word. */
type Stage = 'closed' | 'asking' | 'open' | 'sending' | 'agreed';

/** A bank that insists on a page of its own sends the player back with this in the address, the form's secret included: read once, taken out. */
function cameBack(): Stage {
  const said = new URLSearchParams(location.search).get('redirect_status');
  if (said === null) return 'closed';
  history.replaceState(history.state, '', location.pathname);
  return said === 'failed' ? 'closed' : 'agreed';
}

const UNDECIDED = ['creating', 'pending'];

interface CardWayProps {
  options: PaymentOptions;
  /** Of the newest payment by card for this season; null without one. */
  status: Payment['status'] | null;
  isPaused: boolean;
}

/** One way to pay: the form of Stripe, from loading it to the bank's answer. What comes after stands in the list of payments. */
export function CardWay({ options, status, isPaused }: CardWayProps) {
  const [reached, setStage] = useState<Stage>(cameBack);
  // Once the payment is decided the list says how, and another one can begin.
  const stage = reached === 'agreed' && status !== null && !UNDECIDED.includes(status) ? 'closed' : reached;
  const [problem, setProblem] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const form = useRef<CardForm | null>(null);
  useEffect(
    () => () => {
      form.current?.remove();
      form.current = null;
    },
    [],
  );
  const amount = formatMoney(options.amountMicro, 'USD');
  const isOpen = stage === 'open' || stage === 'sending';

  async function open(): Promise<void> {
    setProblem(null);
    setStage('asking');
    try {
      const asked = await askForCardFee(options.seasonId);
      void paymentsChanged();
      if (place.current === null || options.stripeScript === null) return;
      form.current = await openCardForm(place.current, { script: options.stripeScript, ...asked }).catch(() => {
        throw new FormProblem();
      });
      setStage('open');
    } catch (error) {
      setProblem(error instanceof FormProblem ? t.loadFailed : errorText(error));
      setStage('closed');
    }
  }

  async function pay(): Promise<void> {
    if (form.current === null) return;
    setProblem(null);
    setStage('sending');
    const outcome = await form.current.pay();
    if (outcome.is === 'agreed') {
      form.current?.remove();
      form.current = null;
      setStage('agreed');
    } else {
      setProblem(outcome.is === 'declined' ? t.declined(outcome.reason) : t.unsure);
      setStage('open');
    }
    void paymentsChanged();
  }

  return (
    <section className="panel pay-way" aria-labelledby="pay-card" data-testid="pay-card">
      <h3 id="pay-card" className="disp">
        <Icon name="scroll-unfurled" />
        {t.title}
      </h3>
      <p className="pay-price">{amount}</p>
      <p className="muted">{t.what(amount)}</p>
      {problem && (
        <p role="alert" className="pay-problem">
          {problem}
        </p>
      )}
      {stage === 'asking' && <Waiting>{t.loading}</Waiting>}
      <div ref={place} className="pay-form" hidden={stage === 'closed' || stage === 'agreed'} />
      {stage === 'agreed' && <Waiting>{t.processing}</Waiting>}
      {stage === 'closed' && (
        <button type="button" className="btn prime" disabled={isPaused} onClick={open}>
          {t.start}
        </button>
      )}
      {isOpen && (
        <button type="button" className="btn prime" disabled={isPaused || stage === 'sending'} onClick={pay}>
          {stage === 'sending' ? t.sending : t.pay(amount)}
        </button>
      )}
    </section>
  );
}

class FormProblem extends Error {}
