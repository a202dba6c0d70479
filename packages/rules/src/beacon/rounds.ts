/**
 * The rounds of a public random beacon (drand): one every few seconds, numbered from 1, each with a signature that nobody can know before its
 * time. Which round a battle uses follows from when its order was accepted, so that a stranger can compute it.
 */
import { sha256Bytes } from '../core/random.ts';

/** A chain of rounds, as a season names it when it is created. */
export interface BeaconChain {
  /** Public key of the chain's signatures: a point of BLS12-381's G2, compressed, 192 hex digits. */
  readonly publicKey: string;
  /** When round 1 is published; milliseconds since 1970. */
  readonly genesisMs: number;
  readonly periodMs: number;
}

/**
 * drand's chain "quicknet", run by the League of Entropy since August 2023: scheme bls-unchained-g1-rfc9380. As `/info` of its public addresses
 * gives it (https://docs.drand.love/docs/dev-guide/developer/http-api/), the chain with the hash below.
 */
export const QUICKNET: BeaconChain = {
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  genesisMs: 1_692_803_367_000,
  periodMs: 3_000,
};
/** SHA-256 over the chain's parameters: how drand's addresses name it. */
export const QUICKNET_HASH = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971';

/** How long a battle waits for its round after the round's time; then it is void (docs/FAIRNESS.md). Real time. */
export const BEACON_PATIENCE_MS = 10 * 60_000;

export const isQuicknet = (chain: BeaconChain): boolean =>
  chain.publicKey === QUICKNET.publicKey &&
  chain.genesisMs === QUICKNET.genesisMs &&
  chain.periodMs === QUICKNET.periodMs;

/** When a round is published. */
export const roundStartMs = (chain: BeaconChain, round: number): number =>
  chain.genesisMs + (round - 1) * chain.periodMs;

/** The first round that is published after this moment: unknown to everybody at it. */
export function firstRoundAfter(chain: BeaconChain, ms: number): number {
  return ms < chain.genesisMs ? 1 : Math.floor((ms - chain.genesisMs) / chain.periodMs) + 2;
}

/** From then on a round that never came counts as missing. */
export const roundGivenUpMs = (chain: BeaconChain, round: number): number =>
  roundStartMs(chain, round) + BEACON_PATIENCE_MS;

/** What a round adds to a battle: SHA-256 of its signature, 32 bytes. */
export const roundRandomness = (signature: Uint8Array): Uint8Array => sha256Bytes(signature);
