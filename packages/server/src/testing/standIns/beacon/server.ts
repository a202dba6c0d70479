/**
 * A public random beacon with keys of its own, over drand's HTTP interface (`/public/<round>`). It has every round at once unless it is told to
 * fail, and counts what it was asked for.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { roundMessage } from '@cryptotribes/rules/beacon/signatures';
import { bls12_381 } from '@noble/curves/bls12-381';

const SECRET_KEY = '2f'.repeat(32);
const DST = { DST: 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_' };
/** A moment before every test's clock. */
const GENESIS_SECONDS = 1_700_000_000;
export const STAND_IN_PERIOD_SECONDS = 3;

/** Late: the round is not published yet. Wrong signature: of the round after. Wrong round: the answer is another round, soundly signed. */
export type BeaconFailure =
  | 'late'
  | 'too early'
  | 'wrong signature'
  | 'wrong round'
  | 'error'
  | 'hangs'
  | 'garbage'
  | 'endless'
  | 'elsewhere';

export interface BeaconStandIn {
  readonly url: string;
  readonly publicKey: string;
  /** What a program needs to use it. */
  readonly env: Record<string, string>;
  /** How it fails from now on; null = not at all. Only these rounds, if any are given. */
  fail(how: BeaconFailure | null, rounds?: readonly number[]): void;
  /** Every round that was asked for, in order. */
  readonly asked: number[];
  stop(): Promise<void>;
}

const signatures = new Map<number, string>();
/** The round's signature in hex; signing is slow, so each is made once. */
export function signRound(round: number): string {
  const signature =
    signatures.get(round) ??
    Buffer.from(bls12_381.signShortSignature(roundMessage(round), SECRET_KEY, DST)).toString('hex');
  signatures.set(round, signature);
  return signature;
}

export async function startBeaconStandIn(): Promise<BeaconStandIn> {
  const asked: number[] = [];
  let failure: BeaconFailure | null = null;
  let only: readonly number[] | null = null;
  const server = createServer((request, response) => {
    const round = Number(/^\/public\/(\d+)$/.exec(request.url ?? '')?.[1]);
    asked.push(round);
    const how = only === null || only.includes(round) ? failure : null;
    answer(response, Number.isSafeInteger(round) && round > 0 ? how : 'late', round);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const publicKey = Buffer.from(bls12_381.getPublicKeyForShortSignatures(SECRET_KEY)).toString('hex');
  return {
    url,
    publicKey,
    env: {
      BEACON_URL: url,
      BEACON_PUBLIC_KEY: publicKey,
      BEACON_GENESIS_SECONDS: String(GENESIS_SECONDS),
      BEACON_PERIOD_SECONDS: String(STAND_IN_PERIOD_SECONDS),
    },
    fail: (how, rounds) => {
      failure = how;
      only = rounds ?? null;
    },
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, how: BeaconFailure | null, round: number): void {
  const json = (no: number, signature: string): void => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ round: no, randomness: '00'.repeat(32), signature }));
  };
  const refuse = (status: number): void => {
    response.statusCode = status;
    response.end('{"error":"no"}');
  };
  switch (how) {
    case 'late':
      refuse(404);
      break;
    case 'too early':
      refuse(425);
      break;
    case 'error':
      refuse(500);
      break;
    case 'wrong signature':
      json(round, signRound(round + 1));
      break;
    case 'wrong round':
      json(round + 1, signRound(round + 1));
      break;
    case 'garbage':
      response.end('<html>not today</html>');
      break;
    case 'endless':
      response.end(`{"round":${round},"signature":"${signRound(round)}","note":"${'x'.repeat(100_000)}"}`);
      break;
    case 'elsewhere':
      response.setHeader('location', `/public/${round + 1}`);
      refuse(302);
      break;
    case 'hangs':
      break;
    default:
      json(round, signRound(round));
  }
}
