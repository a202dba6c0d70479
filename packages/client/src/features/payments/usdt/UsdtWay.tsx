import { useState } from 'react';
import { errorText } from '../../../app/errorText.ts';
import { chainText } from '../../../text/en/chain.ts';
import { payingText } from '../../../text/en/paying.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { networkName } from '../../wallet/chainWords.ts';
import { WalletChoice } from '../../wallet/WalletChoice.tsx';
import { knownTransaction, rememberTransaction } from '../feeTransaction.ts';
import { formatMoney, shortHex } from '../money.ts';
import { type PaymentOptions, type Quote, useQuote } from '../paymentsApi.ts';
import { DepositProgress } from './DepositProgress.tsx';
import { PlainTransfer } from './PlainTransfer.tsx';
import { useFeeWallet } from './useFeeWallet.ts';
import { WalletChecks } from './WalletChecks.tsx';

const t = payingText.usdt;

interface UsdtWayProps {
  options: PaymentOptions;
  /** Of the signed-in player. */
  address: string;
  isPaused: boolean;
}

/** One way to pay: USDT, through the contract where it takes entries, else by a transfer. */
export function UsdtWay({ options, address, isPaused }: UsdtWayProps) {
  const { seasonId, amountMicro } = options;
  const [txHash, setTxHash] = useState(() => knownTransaction(seasonId));
  const quote = useQuote();
  const amount = formatMoney(amountMicro, 'USDT');
  function onSent(hash: string | null): void {
    rememberTransaction(seasonId, hash);
    setTxHash(hash);
  }
  return (
    <section className="panel pay-way" aria-labelledby="pay-usdt" data-testid="pay-usdt">
      <h3 id="pay-usdt" className="disp">
        <Icon name="two-coins" />
        {t.title}
      </h3>
      <p className="pay-price">{amount}</p>
      <p className="muted">{t.what(amount, shortHex(address))}</p>
      {quote.error && (
        <p role="alert" className="pay-problem">
          {errorText(quote.error)}
        </p>
      )}
      {txHash !== null ? (
        <DepositProgress txHash={txHash} onOther={() => onSent(null)} />
      ) : quote.data ? (
        <>
          <FromWallet quote={quote.data} isPaused={isPaused} onPaid={onSent} />
          <PlainTransfer quote={quote.data} onSent={onSent} />
        </>
      ) : (
        <button
          type="button"
          className="btn prime"
          disabled={isPaused || quote.isPending}
          onClick={() => quote.mutate(seasonId)}
        >
          {quote.isPending ? t.starting : t.start}
        </button>
      )}
    </section>
  );
}

interface FromWalletProps {
  quote: Quote;
  isPaused: boolean;
  onPaid: (txHash: string) => void;
}

/** A wallet of this browser: chosen, looked into, and led from one transaction to the next. */
function FromWallet({ quote, isPaused, onPaid }: FromWalletProps) {
  const { look, step, busy, problem, take, lookAgain, goOn } = useFeeWallet(quote, onPaid);
  const amount = formatMoney(quote.amountMicro, 'USDT');
  const network = networkName(quote.chainId);
  return (
    <div className="grid gap-3">
      {problem && (
        <p role="alert" className="pay-problem">
          {problem}
        </p>
      )}
      {busy && (
        <Waiting>{busy === 'reading' ? t.reading : busy === 'wallet' ? chainText.inWallet : chainText.inBlock}</Waiting>
      )}
      {look && step && <WalletChecks quote={quote} look={look} step={step} />}
      {!look && !busy && (
        <WalletChoice isPaused={isPaused} otherwise={t.otherwise} onTake={(getProvider) => take(getProvider, quote)} />
      )}
      {step && !busy && (
        <div className="row flex-wrap">
          {step === 'account' || step === 'balance' ? (
            <button type="button" className="btn prime" disabled={isPaused} onClick={lookAgain}>
              {chainText.lookAgain}
            </button>
          ) : (
            <button type="button" className="btn prime" disabled={isPaused} onClick={goOn}>
              {step === 'network'
                ? chainText.switchTo(network)
                : step === 'reset'
                  ? t.reset
                  : step === 'approve'
                    ? t.approve(amount)
                    : t.enter(amount)}
            </button>
          )}
          {step === 'network' && (
            <button type="button" className="btn" disabled={isPaused} onClick={lookAgain}>
              {chainText.lookAgain}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
