/** BEACON_*: where the rounds of the public random beacon come from. Off unless asked for; seasons that are created then use it to their end. */
import { type BeaconChain, QUICKNET } from '@cryptotribes/rules/beacon/rounds';
import { isBeaconKey } from '@cryptotribes/rules/beacon/signatures';
import type { EnvReader } from './envReader.ts';

export interface BeaconConfig {
  /** Asked one after the other; all of them have the same rounds. */
  readonly urls: readonly string[];
  readonly chain: BeaconChain;
}

/** null = new seasons have no beacon. */
export function readBeacon(reader: EnvReader): BeaconConfig | null {
  const given = reader.text('BEACON_URL');
  const own = readOwnChain(reader);
  if (given === null) {
    if (own !== null) reader.problems.push('BEACON_PUBLIC_KEY needs BEACON_URL');
    return null;
  }
  const urls = given.split(',').map((part) => part.trim());
  if (!urls.every(isAddress))
    reader.problems.push('BEACON_URL must be one or more addresses like https://api.drand.sh, separated by commas');
  return Object.freeze({ urls: Object.freeze(urls), chain: Object.freeze(own ?? QUICKNET) });
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && search === '' && hash === '' && username === '';
}

/** A chain other than quicknet: for tests, with keys of their own. */
function readOwnChain(reader: EnvReader): BeaconChain | null {
  const publicKey = reader.text('BEACON_PUBLIC_KEY');
  const [genesis, period] = [reader.text('BEACON_GENESIS_SECONDS'), reader.text('BEACON_PERIOD_SECONDS')];
  if (publicKey === null) {
    if (genesis !== null || period !== null)
      reader.problems.push('BEACON_GENESIS_SECONDS and BEACON_PERIOD_SECONDS need BEACON_PUBLIC_KEY');
    return null;
  }
  if (!isBeaconKey(publicKey)) reader.problems.push('BEACON_PUBLIC_KEY must be a point of G2 in 192 hex digits');
  return {
    publicKey,
    genesisMs: reader.integer('BEACON_GENESIS_SECONDS', QUICKNET.genesisMs / 1_000, 0, 9_999_999_999) * 1_000,
    periodMs: reader.integer('BEACON_PERIOD_SECONDS', QUICKNET.periodMs / 1_000, 1, 60) * 1_000,
  };
}
