import type { ChainDeposit } from '@cryptotribes/protocol/features/payments';
import { payingText } from '../../../text/en/paying.ts';
import { Bar } from '../../../ui/Bar.tsx';
import { formatNumber } from '../../../ui/format.ts';
import { Waiting } from '../../../ui/Waiting.tsx';
import { shortHex } from '../money.ts';
import { type DepositAnswer, useDeposit } from '../paymentsApi.ts';
import { reasonText } from '../reasons.ts';

const t = payingText.deposit;

const WAITING: readonly ChainDeposit['status'][] = ['seen', 'final'];

function sentenceOf(deposit: ChainDeposit, confirmations: DepositAnswer['confirmations']): string {
  const { status, reason } = deposit;
  if (status === 'refunding' || status === 'quarantined') return t[status](reasonText(reason));
  if (status !== 'seen' || confirmations === null) return t[status];
  const { count, needed } = confirmations;
  const shown = formatNumber(needed === null ? count : Math.min(count, needed));
  return needed === null ? t.untilFinal(shown) : t.confirmations(shown, formatNumber(needed));
}

/** A transaction on its way to an entry, as the server sees it. */
export function DepositProgress({ txHash, onOther }: { txHash: string; onOther: () => void }) {
  const { data, error } = useDeposit(txHash);
  const deposits = data?.deposits ?? [];
  const needed = data?.confirmations?.needed ?? null;
  const mayGiveUp = deposits.every(({ status }) => status !== 'credited' && !WAITING.includes(status));
  return (
    <div className="grid gap-3" data-testid="deposit" data-status={deposits[0]?.status ?? 'none'}>
      <p className="faint">
        {t.transaction} <code title={txHash}>{shortHex(txHash)}</code>
      </p>
      {deposits.length === 0 && <Waiting>{error ? t.askFailed : t.waiting}</Waiting>}
      {deposits.map((deposit) => {
        const sentence = sentenceOf(deposit, data?.confirmations ?? null);
        return WAITING.includes(deposit.status) ? (
          <Waiting key={deposit.logIndex}>{sentence}</Waiting>
        ) : (
          <p key={deposit.logIndex} role="status">
            {sentence}
          </p>
        );
      })}
      {needed !== null && <Bar share={(data?.confirmations?.count ?? 0) / needed} tone="ember" />}
      {mayGiveUp ? (
        <button type="button" className="btn s ghost justify-self-start" onClick={onOther}>
          {t.other}
        </button>
      ) : (
        <p className="faint">{t.leave}</p>
      )}
    </div>
  );
}
