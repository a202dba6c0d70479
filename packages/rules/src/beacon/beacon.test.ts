import { bls12_381 } from '@noble/curves/bls12-381';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToHex, hexToBytes } from '../core/random.ts';
import {
  type BeaconChain,
  firstRoundAfter,
  isQuicknet,
  QUICKNET,
  roundGivenUpMs,
  roundRandomness,
  roundStartMs,
} from './rounds.ts';
import { isBeaconKey, isRoundSigned, roundMessage, type SignedRound, wronglySigned } from './signatures.ts';

/** Rounds that quicknet really published; found in the tests of several public implementations of drand's clients. */
const PUBLISHED: SignedRound[] = [
  {
    round: 1000,
    signature: 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
  },
  {
    round: 1001,
    signature: 'b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41',
  },
  {
    round: 1002,
    signature: 'ab066f9c12dd6de1336fca0f925192fb0c72a771c3e4c82ede1fd362c1a770f9eb05843c6308ce2530b53a99c0281a6e',
  },
];
const [first, second, third] = PUBLISHED as [SignedRound, SignedRound, SignedRound];

describe('the rounds of a beacon', () => {
  it('come at the times that quicknet keeps', () => {
    expect(roundStartMs(QUICKNET, 1)).toBe(1_692_803_367_000);
    expect(roundStartMs(QUICKNET, 1000)).toBe(1_692_806_364_000);
    expect(roundGivenUpMs(QUICKNET, 1000)).toBe(1_692_806_964_000);
    expect(isQuicknet(QUICKNET)).toBe(true);
    expect(isQuicknet({ ...QUICKNET, genesisMs: QUICKNET.genesisMs + 1 })).toBe(false);
  });

  it.each([
    [-1, 1000],
    [0, 1001],
    [1, 1001],
    [2_999, 1001],
    [3_000, 1002],
  ])('are chosen so that the round is still to come: %d ms after the time of round 1000', (afterMs, round) => {
    expect(firstRoundAfter(QUICKNET, roundStartMs(QUICKNET, 1000) + afterMs)).toBe(round);
  });

  it('begin with the first one for whoever orders before there is a beacon', () => {
    expect(firstRoundAfter(QUICKNET, 0)).toBe(1);
    expect(firstRoundAfter(QUICKNET, QUICKNET.genesisMs - 1)).toBe(1);
    expect(firstRoundAfter(QUICKNET, QUICKNET.genesisMs)).toBe(2);
  });

  it('are never known at the moment of the order, and never further off than one period', () => {
    const chain = fc.record({
      publicKey: fc.constant(''),
      genesisMs: fc.integer({ min: 0, max: 2e12 }),
      periodMs: fc.integer({ min: 1, max: 60_000 }),
    });
    fc.assert(
      fc.property(chain, fc.integer({ min: 0, max: 4e12 }), (some: BeaconChain, ms) => {
        const startMs = roundStartMs(some, firstRoundAfter(some, ms));
        return startMs > ms && (ms < some.genesisMs || startMs - ms <= some.periodMs);
      }),
    );
  });
});

describe('the signature of a round', () => {
  it('is found right for rounds that quicknet published, and gives their randomness', () => {
    for (const round of PUBLISHED) expect(isRoundSigned(QUICKNET.publicKey, round)).toBe(true);
    expect(bytesToHex(roundRandomness(hexToBytes(first.signature)))).toBe(
      'fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd',
    );
    expect(wronglySigned(QUICKNET.publicKey, PUBLISHED)).toEqual([]);
  });

  it('is found wrong for another round, under another key, changed, cut off, or no signature at all', () => {
    const other = bytesToHex(bls12_381.G2.ProjectivePoint.BASE.toRawBytes(true));
    const infinity = `c0${'00'.repeat(47)}`;
    const wrong: [string, SignedRound][] = [
      [QUICKNET.publicKey, { ...first, round: 1001 }],
      [other, first],
      ['', first],
      [QUICKNET.publicKey, { round: 1000, signature: `a${first.signature.slice(1)}` }],
      [QUICKNET.publicKey, { round: 1000, signature: first.signature.slice(2) }],
      [QUICKNET.publicKey, { round: 1000, signature: first.signature.toUpperCase() }],
      [QUICKNET.publicKey, { round: 1000, signature: '' }],
      [QUICKNET.publicKey, { round: 1000, signature: infinity }],
    ];
    for (const [key, round] of wrong) expect(isRoundSigned(key, round), JSON.stringify(round)).toBe(false);
  });

  it('is named where some of many are wrong, also when two are exchanged', () => {
    const exchanged = [
      { round: first.round, signature: second.signature },
      { round: second.round, signature: first.signature },
    ];
    expect(wronglySigned(QUICKNET.publicKey, [...exchanged, third])).toEqual(exchanged);
    const garbage = { round: 1002, signature: 'zz' };
    expect(wronglySigned(QUICKNET.publicKey, [first, garbage])).toEqual([garbage]);
    expect(wronglySigned(QUICKNET.publicKey, [first])).toEqual([]);
    expect(wronglySigned(QUICKNET.publicKey, [])).toEqual([]);
  });

  it('cannot be made up of errors that cancel each other out', () => {
    const { ProjectivePoint } = bls12_381.G1;
    const error = ProjectivePoint.BASE.multiply(12_345n);
    const bent = (signature: string, by: typeof error) => ProjectivePoint.fromHex(signature).add(by).toHex(true);
    const pair = [
      { round: first.round, signature: bent(first.signature, error) },
      { round: second.round, signature: bent(second.signature, error.negate()) },
    ];
    expect(wronglySigned(QUICKNET.publicKey, pair)).toEqual(pair);
  });

  it('can be made with an own key, for a beacon that only tests use', () => {
    const key = hexToBytes(`${'00'.repeat(31)}07`);
    const publicKey = bytesToHex(bls12_381.getPublicKeyForShortSignatures(key));
    const signature = bytesToHex(
      bls12_381.signShortSignature(roundMessage(5), key, { DST: 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_' }),
    );
    expect(isRoundSigned(publicKey, { round: 5, signature })).toBe(true);
    expect(isBeaconKey(publicKey)).toBe(true);
  });
});

it('knows a key of a beacon from other texts', () => {
  expect(isBeaconKey(QUICKNET.publicKey)).toBe(true);
  for (const text of ['', 'ab'.repeat(96), QUICKNET.publicKey.slice(2), `c0${'00'.repeat(95)}`])
    expect(isBeaconKey(text)).toBe(false);
});
