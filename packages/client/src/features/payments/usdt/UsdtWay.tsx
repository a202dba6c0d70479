import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorText } from '../../../app/errorText.ts';
import { payingText } from '../../../text/en/paying.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { knownTransaction, rememberTransaction } from '../feeTransaction.ts';
import { formatMoney, shortHex } from '../money.ts';
import { type PaymentOptions, type Quote, useQuote } from '../paymentsApi.ts';
import { Waiting } from '../Waiting.tsx';
import { chainName } from './chainName.ts';
import { DepositProgress } from './DepositProgress.tsx';
import { PlainTransfer } from './PlainTransfer.tsx';
import { useFeeWallet } from './useFeeWallet.ts';
import { WalletChecks } from './WalletChecks.tsx';

const t = payingText.usdt;

const loadWallets = () => import('../../wallet/browserWallets.ts');

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
  const wallets = useQuery({
    queryKey: ['wallets'],
    queryFn: async () => (await loadWallets()).listWallets(),
    staleTime: 0,
    gcTime: 0,
  });
  const { look, step, busy, problem, take, lookAgain, goOn } = useFeeWallet(quote, onPaid);
  const amount = formatMoney(quote.amountMicro, 'USDT');
  const network = chainName(quote.chainId);
  return (
    <div className="grid gap-3">
      {problem && (
        <p role="alert" className="pay-problem">
          {problem}
        </p>
      )}
      {busy && <Waiting>{busy === 'reading' ? t.reading : busy === 'wallet' ? t.inWallet : t.inBlock}</Waiting>}
      {look && step && <WalletChecks quote={quote} look={look} step={step} />}
      {!look && !busy && (
        <>
          {wallets.data?.length === 0 && <p className="muted">{t.noWallet}</p>}
          {(wallets.data?.length ?? 0) > 1 && <p className="cap">{t.choose}</p>}
          {wallets.data?.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              className="btn prime"
              disabled={isPaused}
              onClick={() => take(async () => (await loadWallets()).walletProvider(id), quote)}
            >
              {t.takeWallet(name === 'Injected' ? t.fallbackName : name)}
            </button>
          ))}
          {wallets.data?.length === 0 && (
            <button type="button" className="btn justify-self-start" onClick={() => wallets.refetch()}>
              {t.lookAgain}
            </button>
          )}
        </>
      )}
      {step && !busy && (
        <div className="row flex-wrap">
          {step === 'account' || step === 'balance' ? (
            <button type="button" className="btn prime" disabled={isPaused} onClick={lookAgain}>
              {t.lookAgain}
            </button>
          ) : (
            <button type="button" className="btn prime" disabled={isPaused} onClick={goOn}>
              {step === 'network'
                ? t.switchTo(network)
                : step === 'reset'
                  ? t.reset
                  : step === 'approve'
                    ? t.approve(amount)
                    : t.enter(amount)}
            </button>
          )}
          {step === 'network' && (
            <button type="button" className="btn" disabled={isPaused} onClick={lookAgain}>
              {t.lookAgain}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
