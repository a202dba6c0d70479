/** What the payout process consists of. It is a program of its own: no API, no battles, a database role of its own, and the signing key. */
import type { Address } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { Context } from '../../../context.ts';
import type { ChainReader } from '../../payments/crypto/chainReader.ts';
import type { ChainClient } from '../vaultReader.ts';
import type { Soundness } from './soundness.ts';

export interface PayoutParts
  extends Pick<Context, 'clock' | 'config' | 'log' | 'newId' | 'pool' | 'publisher' | 'metrics'> {
  readonly reader: ChainReader;
  readonly client: ChainClient;
  readonly account: PrivateKeyAccount;
  /** In lower case; owns the vault. */
  readonly signer: Address;
  /** Asked before anything is signed. */
  readonly soundness: Soundness;
}

export const bytes = (hex: string): Buffer => Buffer.from(hex.slice(2), 'hex');
