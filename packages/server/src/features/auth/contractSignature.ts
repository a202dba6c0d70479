/** Signatures of contract wallets: only the chain can say (ERC-1271, ERC-6492). */
import { BaseError, createClient, http, RpcRequestError, type Transport } from 'viem';
import { verifyMessage } from 'viem/actions';
import { walletText } from './wallet.ts';

export type ChainAnswer = 'valid' | 'invalid' | 'unreachable';

const TIMEOUT_MS = 5_000;
/** EIP-1474's code for a call that the contract refused; some nodes only say so in words. */
const REVERTED_CODE = 3;
const REVERTED_TEXT = /revert|invalid opcode|invalid jump|out of gas|stack (under|over)flow|vm execution/i;

/** The contract ran and refused: a verdict. Everything else means that nobody was asked. */
function isVerdict(error: unknown): boolean {
  const answer = error instanceof BaseError ? error.walk((cause) => cause instanceof RpcRequestError) : null;
  if (!(answer instanceof RpcRequestError)) return false;
  return answer.code === REVERTED_CODE || REVERTED_TEXT.test(answer.details);
}

/** Asks the node at `rpcUrl` whether `wallet` approves `signature` for `message`. Takes at most about 10 s (two calls). */
export async function askChain(
  rpcUrl: string,
  wallet: Uint8Array,
  message: string,
  signature: Uint8Array,
): Promise<ChainAnswer> {
  // The verification reports a node that is down as "not valid", so failures are noted where they happen.
  let unreachable = false;
  const transport: Transport = (options) => {
    const inner = http(rpcUrl, { timeout: TIMEOUT_MS, retryCount: 0 })(options);
    const request = (async (args) => {
      try {
        return await inner.request(args);
      } catch (error) {
        if (!isVerdict(error)) unreachable = true;
        throw error;
      }
    }) as typeof inner.request;
    return { ...inner, request };
  };
  const client = createClient({ transport });
  const isValid = await verifyMessage(client, { address: walletText(wallet), message, signature }).catch(() => false);
  if (isValid) return 'valid';
  return unreachable ? 'unreachable' : 'invalid';
}
