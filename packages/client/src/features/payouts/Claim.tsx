import type { Payout } from '@cryptotribes/protocol/features/payouts';
import { useRef, useState } from 'react';
import { chainText } from '../../text/en/chain.ts';
import { payoutsText as t } from '../../text/en/payouts.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { chainProblem, failedToSwitch, networkName } from '../wallet/chainWords.ts';
import { type GetProvider, WalletChoice } from '../wallet/WalletChoice.tsx';
import type { PrizeWallet } from './claimPrize.ts';
import { tellClaim } from './payoutsApi.ts';

type Stage = 'closed' | 'choosing' | 'network' | 'wallet' | 'block';

interface ClaimProps {
  seasonId: string;
  data: NonNullable<Payout['claim']>;
  /** The transaction that was sent before; null = none. */
  sentTx: string | null;
  isPaused: boolean;
}

/** The Claim button and what follows: a wallet, its network, the transaction. */
export function Claim({ seasonId, data, sentTx, isPaused }: ClaimProps) {
  const wallet = useRef<PrizeWallet | null>(null);
  const [stage, setStage] = useState<Stage>('closed');
  const [problem, setProblem] = useState<string | null>(null);
  const network = networkName(data.chainId);

  async function attempt(work: () => Promise<Stage>): Promise<void> {
    setProblem(null);
    try {
      setStage(await work());
    } catch (error) {
      setProblem(await chainProblem(error));
      setStage(wallet.current === null ? 'choosing' : 'closed');
    }
  }

  const claim = async (): Promise<Stage> => {
    const { current } = wallet;
    if (current === null) return 'choosing';
    setStage('wallet');
    if ((await current.chainId()) !== data.chainId) return 'network';
    const hash = await current.claim();
    setStage('block');
    await tellClaim(seasonId, hash);
    if (!(await current.isDone(hash))) setProblem(chainText.reverted);
    return 'closed';
  };

  const take = (getProvider: GetProvider) =>
    attempt(async () => {
      setStage('wallet');
      const [{ openPrizeWallet }, provider] = await Promise.all([import('./claimPrize.ts'), getProvider()]);
      wallet.current = openPrizeWallet(provider, data);
      return claim();
    });

  const goOverThere = () =>
    attempt(async () => {
      setStage('wallet');
      await wallet.current?.switchNetwork().catch((error: unknown) => failedToSwitch(error, data.chainId));
      return claim();
    });

  return (
    <div className="grid gap-3">
      {problem && (
        <p role="alert" className="payout-problem">
          {problem}
        </p>
      )}
      {stage === 'wallet' && <Waiting>{chainText.inWallet}</Waiting>}
      {stage === 'block' && <Waiting>{chainText.inBlock}</Waiting>}
      {stage === 'choosing' && <WalletChoice isPaused={isPaused} onTake={take} />}
      {stage === 'network' && (
        <>
          <p>{chainText.networkWrong(network)}</p>
          <button type="button" className="btn prime justify-self-start" disabled={isPaused} onClick={goOverThere}>
            {chainText.switchTo(network)}
          </button>
        </>
      )}
      {stage === 'closed' && sentTx !== null && problem === null && (
        <>
          <Waiting>{t.onItsWay}</Waiting>
          <p className="faint">{t.failedBefore}</p>
        </>
      )}
      {stage === 'closed' && (
        <button
          type="button"
          data-testid="claim"
          className={`btn justify-self-start ${sentTx === null ? 'prime' : ''}`}
          disabled={isPaused}
          onClick={() => attempt(claim)}
        >
          {sentTx === null ? t.claim : t.claimAgain}
        </button>
      )}
      {isPaused && <p className="faint">{t.offline}</p>}
    </div>
  );
}
