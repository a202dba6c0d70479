/**
 * The Merkle tree of a season's prizes, in the form the vault checks and common libraries build (OpenZeppelin's
 * StandardMerkleTree over [uint256 season, address account, uint256 amount]): whoever has the published list can rebuild it.
 */
import { type Address, bytesToHex, type Hex, hexToBytes, isAddress, keccak256 } from 'viem';

export interface Prize {
  readonly account: Address;
  /** In the token's smallest unit, above zero. */
  readonly amountMicro: bigint;
}

export interface PrizeTree {
  readonly root: Hex;
  readonly totalMicro: bigint;
  /** The hashes beside the way from the account's leaf to the root; null when the account has no prize. */
  proofOf(account: Address): Hex[] | null;
}

const WORD_BYTES = 32;
const ADDRESS_BYTES = 20;
/** The vault counts in 128 bits. */
const MAX_AMOUNT = 2n ** 128n - 1n;

/** A season's id (24 hex digits) as the number under which the vault knows it. */
export function vaultSeasonId(seasonId: string): bigint {
  if (!/^[0-9a-f]{24}$/.test(seasonId)) throw new Error('a season id has 24 hex digits');
  return BigInt(`0x${seasonId}`);
}

/**
 * The tree over all prizes of a season. The order of the list does not matter.
 * Throws when the list is empty, names an account twice, or holds an amount that the vault could not pay.
 */
export function buildPrizeTree(seasonId: string, prizes: readonly Prize[]): PrizeTree {
  if (prizes.length === 0) throw new Error('a tree needs at least one prize');
  const season = vaultSeasonId(seasonId);
  const leaves = prizes.map((prize) => ({ account: keyOf(prize.account), hash: leafHash(season, prize) }));
  if (new Set(leaves.map(({ account }) => account)).size !== leaves.length) {
    throw new Error('an account can have one prize of a season: the vault pays it once');
  }
  leaves.sort((a, b) => Buffer.compare(a.hash, b.hash));
  const nodes = nodesOver(leaves.map(({ hash }) => hash));
  const places = new Map(leaves.map(({ account }, index) => [account, nodes.length - 1 - index]));
  return {
    root: bytesToHex(nodes[0] as Uint8Array),
    totalMicro: prizes.reduce((sum, { amountMicro }) => sum + amountMicro, 0n),
    proofOf: (account) => {
      const place = places.get(keyOf(account));
      return place === undefined ? null : proofFrom(nodes, place);
    },
  };
}

/** Whether `proof` leads from the prize to `root`: what the vault asks before it pays. */
export function verifyPrize(root: Hex, seasonId: string, prize: Prize, proof: readonly Hex[]): boolean {
  const leaf = leafHash(vaultSeasonId(seasonId), prize);
  return bytesToHex(proof.map((hash) => hexToBytes(hash)).reduce(pairHash, leaf)) === root;
}

const keyOf = (account: Address): string => account.toLowerCase();

/** The leaf of a prize: hashed twice, so that no inner node can pass for one. */
export const prizeLeaf = (seasonId: string, prize: Prize): Uint8Array => leafHash(vaultSeasonId(seasonId), prize);

function leafHash(season: bigint, { account, amountMicro }: Prize): Uint8Array {
  if (!isAddress(account, { strict: false })) throw new Error('a prize needs an account');
  if (amountMicro <= 0n || amountMicro > MAX_AMOUNT) throw new Error('a prize needs an amount above zero');
  const bytes = new Uint8Array(3 * WORD_BYTES);
  bytes.set(word(season), 0);
  bytes.set(hexToBytes(account), 2 * WORD_BYTES - ADDRESS_BYTES);
  bytes.set(word(amountMicro), 2 * WORD_BYTES);
  return keccak256(keccak256(bytes, 'bytes'), 'bytes');
}

function word(value: bigint): Uint8Array {
  return hexToBytes(`0x${value.toString(16).padStart(2 * WORD_BYTES, '0')}`);
}

/** In sorted order, so that a proof needs no left and right. */
function pairHash(a: Uint8Array, b: Uint8Array): Uint8Array {
  const [first, second] = Buffer.compare(a, b) < 0 ? [a, b] : [b, a];
  const bytes = new Uint8Array(2 * WORD_BYTES);
  bytes.set(first, 0);
  bytes.set(second, WORD_BYTES);
  return keccak256(bytes, 'bytes');
}

/** A complete binary tree as an array: the root at 0, the children of i at 2i+1 and 2i+2, the leaves backwards at the end. */
function nodesOver(leaves: Uint8Array[]): Uint8Array[] {
  const nodes = new Array<Uint8Array>(2 * leaves.length - 1);
  for (const [index, leaf] of leaves.entries()) nodes[nodes.length - 1 - index] = leaf;
  for (let i = leaves.length - 2; i >= 0; i--) {
    nodes[i] = pairHash(nodes[2 * i + 1] as Uint8Array, nodes[2 * i + 2] as Uint8Array);
  }
  return nodes;
}

function proofFrom(nodes: Uint8Array[], place: number): Hex[] {
  const proof: Hex[] = [];
  for (let i = place; i > 0; i = (i - 1) >> 1) {
    proof.push(bytesToHex(nodes[i % 2 === 1 ? i + 1 : i - 1] as Uint8Array));
  }
  return proof;
}
