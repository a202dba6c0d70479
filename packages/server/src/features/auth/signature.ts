/** Does a signature belong to a wallet? Key wallets are checked here, in about 0.1 ms; contract wallets on the chain. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import secp256k1 from 'secp256k1';
import { hashMessage, keccak256, toBytes } from 'viem/utils';

/**
 * matches: signed by the wallet's key. malleable: by that key too, but in the second form of the same signature (high s,
 * EIP-2), which no wallet makes. other: not by that key, or not a key's signature at all.
 */
export type KeySignature = 'matches' | 'malleable' | 'other';

const HALF_ORDER = Buffer.from('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0', 'hex');
/** Most wallets write 27 or 28, some hardware 0 or 1. */
const RECOVERY_IDS: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [1, 1],
  [27, 0],
  [28, 1],
]);

/** Checks a 65-byte EIP-191 signature (r, s, v) of `message` against the 20 bytes of `wallet`. */
export function checkKeySignature(wallet: Uint8Array, message: string, signature: Uint8Array): KeySignature {
  const recoveryId = signature.length === 65 ? RECOVERY_IDS.get(signature[64] as number) : undefined;
  if (recoveryId === undefined) return 'other';
  const signer = recoverSigner(message, signature.subarray(0, 64), recoveryId);
  if (signer === null || !signer.equals(wallet)) return 'other';
  return HALF_ORDER.compare(signature, 32, 64) < 0 ? 'malleable' : 'matches';
}

function recoverSigner(message: string, signature: Uint8Array, recoveryId: number): Buffer | null {
  try {
    const key = secp256k1.ecdsaRecover(signature, recoveryId, toBytes(hashMessage(message)), false);
    return Buffer.from(keccak256(key.subarray(1), 'bytes').subarray(12));
  } catch {
    // Numbers that are no point of the curve.
    return null;
  }
}

/**
 * True when `signature` (hex) over `message` is the wallet's. With `ethRpcUrl` contract wallets count as well (ERC-1271,
 * and ERC-6492 before they are deployed); SERVICE_UNAVAILABLE when the chain cannot be asked.
 */
export async function isSignedBy(
  wallet: Uint8Array,
  message: string,
  signature: string,
  ethRpcUrl: string | null,
): Promise<boolean> {
  const bytes = Buffer.from(signature.slice(2), 'hex');
  const result = checkKeySignature(wallet, message, bytes);
  if (result !== 'other' || ethRpcUrl === null) return result === 'matches';
  // Loaded when first needed: the chain client is large and most sign-ins never use it.
  const { askChain } = await import('./contractSignature.ts');
  const answer = await askChain(ethRpcUrl, wallet, message, bytes);
  if (answer === 'unreachable') throw new AppError('SERVICE_UNAVAILABLE', { retryAfterSeconds: 5 });
  return answer === 'valid';
}
