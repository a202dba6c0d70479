import type { BeaconWait, SeasonBeacon } from '@cryptotribes/protocol/features/beacon';
import { isQuicknet, roundGivenUpMs, roundStartMs } from '@cryptotribes/rules/beacon/rounds';
import { type BeaconColumns, beaconOf } from './acceptance.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

export function showBeacon(season: BeaconColumns): SeasonBeacon | null {
  const chain = beaconOf(season);
  if (chain === null) return null;
  const { publicKey, genesisMs, periodMs } = chain;
  return { publicKey, genesis: iso(genesisMs), periodMs, isQuicknet: isQuicknet(chain) };
}

/** A round as those who wait for it see it; null where an order waits for none. */
export function waitOf(season: BeaconColumns, round: number | null): BeaconWait | null {
  const chain = beaconOf(season);
  if (chain === null || round === null) return null;
  return { round, at: iso(roundStartMs(chain, round)), givesUpAt: iso(roundGivenUpMs(chain, round)) };
}
