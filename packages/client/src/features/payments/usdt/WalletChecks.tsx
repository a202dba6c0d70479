import type { ReactNode } from 'react';
import { chainText } from '../../../text/en/chain.ts';
import { payingText } from '../../../text/en/paying.ts';
import { LineIcon } from '../../../ui/LineIcon.tsx';
import { networkName } from '../../wallet/chainWords.ts';
import { formatMoney, shortHex } from '../money.ts';
import type { Quote } from '../paymentsApi.ts';
import type { UsdtStep, WalletLook } from './usdtModel.ts';

const t = payingText.usdt;
const ORDER: readonly UsdtStep[] = ['account', 'network', 'balance', 'approve'];

function Check({ name, isOk, children }: { name: string; isOk: boolean; children: ReactNode }) {
  return (
    <li className={isOk ? 'ok' : 'open'}>
      <LineIcon name={isOk ? 'check' : 'minus'} />
      <span>
        <b>{name}</b> {children}
      </span>
    </li>
  );
}

/** What was looked at in the wallet, as far as it was: each line with what it shows, and what to do where it does not fit. */
export function WalletChecks({ quote, look, step }: { quote: Quote; look: WalletLook; step: UsdtStep }) {
  const at = ORDER.indexOf(step === 'reset' ? 'approve' : step);
  const reached = at === -1 ? ORDER.length : at;
  const network = networkName(quote.chainId);
  const amount = formatMoney(quote.amountMicro, 'USDT');
  const balance = Number(look.balanceMicro ?? 0n);
  const have = formatMoney(balance, 'USDT');
  return (
    <ul className="pay-checks" aria-live="polite">
      <Check name={t.checks.account} isOk={reached > 0}>
        {reached > 0
          ? t.accountOk(shortHex(quote.wallet))
          : t.accountWrong(shortHex(look.address), shortHex(quote.wallet))}
      </Check>
      {reached > 0 && (
        <Check name={t.checks.network} isOk={reached > 1}>
          {reached > 1 ? network : chainText.networkWrong(network)}
        </Check>
      )}
      {reached > 1 && (
        <Check name={t.checks.balance} isOk={reached > 2}>
          {reached > 2 ? t.balanceOk(have) : t.balanceLow(have, formatMoney(quote.amountMicro - balance, 'USDT'))}
        </Check>
      )}
      {reached > 2 && quote.vault && (
        <Check name={t.checks.allowance} isOk={step === 'enter'}>
          {step === 'enter' ? t.allowanceOk(amount) : step === 'reset' ? t.allowanceReset : t.allowanceNone(amount)}
        </Check>
      )}
    </ul>
  );
}
