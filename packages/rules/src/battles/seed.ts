import { drawStream, hmacText } from '../core/random.ts';
import type { Army, Formation, Terrain } from '../core/units.ts';
import { UNIT_TYPES } from '../core/units.ts';

/** Where a battle is fought: land by its number, a village by its owner, a bandit camp by its level and its raider. */
export type BattleScope = `territory:${number}` | `village:${string}` | `camp:${number}:${string}`;

/** Everything that a battle's luck depends on besides the season's secret. */
export interface CanonicalBattle {
  seasonId: string;
  battleId: string;
  /** Contiguous per territory, for raids per village: no battle can be dropped unseen. */
  orderNo: number;
  scope: BattleScope;
  attackerArmy: Readonly<Army>;
  attackerFormation: Formation;
  defenderArmy: Readonly<Army>;
  defenderFormation: Formation;
  terrain: Terrain;
  /** 16 bytes chosen by the attacker, as 32 lower-case hex digits. */
  clientSeed: string;
  /** The public beacon's round and its randomness, 64 hex digits; null in seasons without a beacon. */
  beacon: { round: number; randomness: string } | null;
}

/**
 * The text that is hashed into a battle's seed (GAME_DESIGN 6). First line "cryptotribes battle 1", then one line
 * "name=value" per field in this order, joined by single line feeds, no line feed at the end. Armies are the four counts
 * in the order militia/spearman/archer/cavalry. With a beacon it is version 2, and round and randomness are its last lines. Throws RangeError on a value that could imitate another field.
 */
export function canonicalBattleText(battle: CanonicalBattle): string {
  if (!/^[0-9a-f]{32}$/.test(battle.clientSeed))
    throw new RangeError('The client seed must be 32 lower-case hex digits');
  if (!Number.isSafeInteger(battle.orderNo) || battle.orderNo < 0) throw new RangeError('Order number out of range');
  const fields = [
    ['season', battle.seasonId],
    ['battle', battle.battleId],
    ['order', String(battle.orderNo)],
    ['scope', battle.scope],
    ['attackerArmy', armyText(battle.attackerArmy)],
    ['attackerFormation', battle.attackerFormation],
    ['defenderArmy', armyText(battle.defenderArmy)],
    ['defenderFormation', battle.defenderFormation],
    ['terrain', battle.terrain],
    ['clientSeed', battle.clientSeed],
    ...beaconFields(battle.beacon),
  ] as const;
  const version = battle.beacon === null ? 1 : 2;
  return [`cryptotribes battle ${version}`, ...fields.map(([name, value]) => `${name}=${plain(value)}`)].join('\n');
}

/** A battle's seed: HMAC-SHA256 with the season's secret as key over the canonical text in UTF-8. 32 bytes. */
export function battleSeed(seasonSecret: Uint8Array, canonicalText: string): Uint8Array {
  return hmacText(seasonSecret, canonicalText);
}

/** The attacker's luck in bp: uniform from -mostBp to +mostBp, first draw of the stream "variance" of the seed. */
export function drawVarianceBp(seed: Uint8Array, mostBp = 1_000): number {
  return drawStream(seed, 'variance').int(2 * mostBp + 1) - mostBp;
}

function beaconFields(beacon: CanonicalBattle['beacon']): [string, string][] {
  if (beacon === null) return [];
  if (!/^[0-9a-f]{64}$/.test(beacon.randomness)) throw new RangeError('Randomness must be 64 lower-case hex digits');
  if (!Number.isSafeInteger(beacon.round) || beacon.round < 1) throw new RangeError('Round out of range');
  return [
    ['round', String(beacon.round)],
    ['randomness', beacon.randomness],
  ];
}

function armyText(army: Readonly<Army>): string {
  return UNIT_TYPES.map((unit) => String(army[unit])).join('/');
}

function plain(value: string): string {
  if (!/^[\x21-\x7e]+$/.test(value)) throw new RangeError('Canonical values are printable ASCII without spaces');
  return value;
}
