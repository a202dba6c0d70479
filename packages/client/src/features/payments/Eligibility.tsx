import { type FormEvent, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { payingText } from '../../text/en/paying.ts';
import { formatInstant } from '../../ui/format.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { type PaymentOptions, useConfirmTerms } from './paymentsApi.ts';

const t = payingText.terms;

export function TermsLink({ children }: { children: string }) {
  return (
    <a className="link" href="/terms" target="_blank" rel="noopener">
      {children}
      <span className="sr-only">, {t.opens}</span>
    </a>
  );
}

/** Terms and age: asked once per version, before anything can be paid. */
export function Eligibility({ terms, isPaused }: { terms: PaymentOptions['terms']; isPaused: boolean }) {
  const [agrees, setAgrees] = useState(false);
  const [isAdult, setIsAdult] = useState(false);
  const confirm = useConfirmTerms();
  if (terms.confirmedAt !== null) {
    return (
      <p className="pay-confirmed" role="status">
        <LineIcon name="check" />
        <span>
          {t.done(formatInstant(terms.confirmedAt))} <TermsLink>{t.read}</TermsLink>
        </span>
      </p>
    );
  }
  const isReady = agrees && isAdult;
  function send(event: FormEvent): void {
    event.preventDefault();
    if (isReady && !isPaused) confirm.mutate(terms.version);
  }
  return (
    <form className="grid gap-3" onSubmit={send}>
      <p className="muted">
        {t.lead} <TermsLink>{t.read}</TermsLink>
      </p>
      <label className="pay-check">
        <input type="checkbox" name="terms" checked={agrees} onChange={(event) => setAgrees(event.target.checked)} />
        <span>{t.agree(terms.version)}</span>
      </label>
      <label className="pay-check">
        <input type="checkbox" name="adult" checked={isAdult} onChange={(event) => setIsAdult(event.target.checked)} />
        <span>{t.adult(terms.minimumAge)}</span>
      </label>
      {confirm.error && (
        <p role="alert" className="text-blood">
          {errorText(confirm.error)}
        </p>
      )}
      <div className="row flex-wrap">
        <button type="submit" className="btn prime" disabled={!isReady || isPaused || confirm.isPending}>
          {confirm.isPending ? t.confirming : t.confirm}
        </button>
        {!isReady && <span className="faint">{t.missing}</span>}
      </div>
    </form>
  );
}
