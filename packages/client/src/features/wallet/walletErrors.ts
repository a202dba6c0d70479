import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { errorText } from '../../app/errorText.ts';
import { walletText } from '../../text/en/wallet.ts';

/** Codes of EIP-1193 and JSON-RPC, wherever the wallet library wrapped them. */
function providerCode(error: unknown): number | null {
  for (let at = error, depth = 0; at instanceof Object && depth < 6; depth++) {
    const { code, cause } = at as { code?: unknown; cause?: unknown };
    if (typeof code === 'number') return code;
    at = cause;
  }
  return null;
}

/** The sentence for whatever went wrong between wallet, page and server. */
export function walletErrorText(error: unknown): string {
  if (error instanceof ApiError) {
    return error.code === 'INVALID_SIGNATURE' ? walletText.wrongAccount : errorText(error);
  }
  switch (providerCode(error)) {
    case 4001:
      return walletText.rejected;
    case 4100:
      return walletText.locked;
    case 4900:
    case 4901:
      return walletText.disconnected;
    case -32002:
      return walletText.pending;
    default:
      return walletText.failed;
  }
}

/** Thrown when a wallet connects without sharing an account. */
export class NoAccountError extends Error {
  readonly code = 4100;
}
