/** Wallet addresses: 20 bytes inside, so that spellings cannot differ (RELIABILITY D5); EIP-55 text only when shown. */
import { bytesToHex, getAddress } from 'viem/utils';

/** The 20 bytes of an address that the schema has accepted, in whatever letter case. */
export function walletBytes(address: string): Buffer {
  const bytes = Buffer.from(address.slice(2), 'hex');
  if (bytes.length !== 20) throw new RangeError('a wallet address has 20 bytes');
  return bytes;
}

/** The checksummed spelling (EIP-55) of 20 bytes. */
export const walletText = (wallet: Uint8Array): `0x${string}` => getAddress(bytesToHex(wallet));
