/**
 * Signatures of the beacon's rounds: BLS over BLS12-381, signatures in G1, keys in G2, as drand's scheme bls-unchained-g1-rfc9380 has them. The
 * message of a round is SHA-256 of its number as 8 bytes, big-endian. Slow (tens of milliseconds): loaded only where rounds are checked.
 */
import { bls12_381 } from '@noble/curves/bls12-381';
import { bytesToHex, hexToBytes, hmacBytes, sha256Bytes, utf8Bytes } from '../core/random.ts';

const DST = { DST: 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_' };
const { G1, G2, fields } = bls12_381;

export interface SignedRound {
  round: number;
  /** A compressed point of G1, 96 hex digits. */
  signature: string;
}

/** What is signed for a round: 32 bytes. */
export function roundMessage(round: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(round));
  return sha256Bytes(bytes);
}

/** Whether this is the signature of the round under the key. False too for what is no signature at all. */
export function isRoundSigned(publicKey: string, { round, signature }: SignedRound): boolean {
  if (!isSignatureText(signature)) return false;
  try {
    return bls12_381.verifyShortSignature(signature, roundMessage(round), publicKey, DST);
  } catch {
    return false;
  }
}

/**
 * The rounds among these whose signature is not theirs; empty = all are sound. Sound rounds are checked together, which takes half the time of
 * one by one: a sum with weights that follow from all of them has to fit, and forged parts cannot cancel each other out.
 */
export function wronglySigned(publicKey: string, rounds: readonly SignedRound[]): SignedRound[] {
  if (rounds.length > 1 && fitTogether(publicKey, rounds)) return [];
  return rounds.filter((one) => !isRoundSigned(publicKey, one));
}

function fitTogether(publicKey: string, rounds: readonly SignedRound[]): boolean {
  if (!rounds.every(({ signature }) => isSignatureText(signature))) return false;
  try {
    const key = G2.ProjectivePoint.fromHex(publicKey);
    const signatures = rounds.map(({ signature }) => bls12_381.ShortSignature.fromHex(signature));
    const messages = rounds.map(({ round }) => G1.hashToCurve(roundMessage(round), DST));
    const weights = weightsOf(publicKey, rounds);
    const left = G1.ProjectivePoint.msm(signatures, weights);
    const right = G1.ProjectivePoint.msm(messages as typeof signatures, weights);
    const quotient = bls12_381.pairingBatch([
      { g1: left, g2: G2.ProjectivePoint.BASE.negate() },
      { g1: right, g2: key },
    ]);
    return fields.Fp12.eql(quotient, fields.Fp12.ONE);
  } catch {
    return false;
  }
}

/** 128 bits for each round, fixed by all of them: whoever forges one changes every weight. */
function weightsOf(publicKey: string, rounds: readonly SignedRound[]): bigint[] {
  const text = [publicKey, ...rounds.map(({ round, signature }) => `${round}:${signature}`)].join('\n');
  const seed = sha256Bytes(utf8Bytes(text));
  return rounds.map((_, index) => {
    const bytes = hmacBytes(seed, Uint8Array.of(index >>> 24, index >>> 16, index >>> 8, index));
    return BigInt(`0x${bytesToHex(bytes.subarray(0, 16))}`) + 1n;
  });
}

const isSignatureText = (text: string): boolean => /^[0-9a-f]{96}$/.test(text);

/** Whether a text is a key that rounds can be signed with. */
export function isBeaconKey(publicKey: string): boolean {
  if (!/^[0-9a-f]{192}$/.test(publicKey)) return false;
  try {
    const point = G2.ProjectivePoint.fromHex(hexToBytes(publicKey));
    point.assertValidity();
    return !point.equals(G2.ProjectivePoint.ZERO);
  } catch {
    return false;
  }
}
