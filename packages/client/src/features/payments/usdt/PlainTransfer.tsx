import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { payingText } from '../../../text/en/paying.ts';
import { formatInstant } from '../../../ui/format.ts';
import { networkName } from '../../wallet/chainWords.ts';
import { TX_HASH } from '../feeTransaction.ts';
import { formatMoney } from '../money.ts';
import type { Quote } from '../paymentsApi.ts';

const t = payingText.transfer;

function Copied({ label, value, children }: { label: string; value: string; children?: ReactNode }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(value).then(
      () => setIsCopied(true),
      () => undefined,
    );
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <code>{value}</code>
        <button type="button" className="btn s ghost" aria-label={`${t.copy}: ${label}`} onClick={copy}>
          {isCopied ? t.copied : t.copy}
        </button>
        {children}
      </dd>
    </>
  );
}

/** For wallets that are not in this browser: what to send where, and naming the transaction afterwards. */
export function PlainTransfer({ quote, onSent }: { quote: Quote; onSent: (txHash: string) => void }) {
  const [hash, setHash] = useState('');
  const [isBad, setIsBad] = useState(false);
  const id = useId();
  function send(event: FormEvent): void {
    event.preventDefault();
    const given = hash.trim();
    setIsBad(!TX_HASH.test(given));
    if (TX_HASH.test(given)) onSent(given);
  }
  return (
    <details className="pay-transfer">
      <summary>{t.title}</summary>
      <div className="grid gap-3">
        <p className="muted">{t.lead}</p>
        <dl>
          <dt>{t.amount}</dt>
          <dd>
            <b>{formatMoney(quote.amountMicro, 'USDT')}</b>
          </dd>
          <dt>{t.network}</dt>
          <dd>{networkName(quote.chainId)}</dd>
          <Copied label={t.to} value={quote.treasury} />
          <Copied label={t.from} value={quote.wallet}>
            <small className="faint">{t.fromNote}</small>
          </Copied>
          <dt>{t.before}</dt>
          <dd>{formatInstant(quote.payBefore)}</dd>
        </dl>
        <form className="grid gap-2" onSubmit={send}>
          <label className="cap" htmlFor={id}>
            {t.hash}
          </label>
          <input
            id={id}
            className="field"
            name="txHash"
            value={hash}
            maxLength={80}
            spellCheck={false}
            autoComplete="off"
            placeholder={t.hashHint}
            aria-invalid={isBad}
            aria-describedby={isBad ? `${id}-bad` : undefined}
            onChange={(event) => setHash(event.target.value)}
          />
          {isBad && (
            <p id={`${id}-bad`} role="alert" className="text-blood">
              {t.badHash}
            </p>
          )}
          <button type="submit" className="btn justify-self-start">
            {t.send}
          </button>
        </form>
      </div>
    </details>
  );
}
