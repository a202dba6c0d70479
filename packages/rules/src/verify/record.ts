/**
 * The public record of a season: one JSON object a line, chained by hashes (docs/FAIRNESS.md, "The season's file"). Armies are four counts in
 * the order militia, spearman, archer, cavalry; times are milliseconds since 1970; ids are those of the API.
 */

import type { PowerSteps } from '../battles/power.ts';
import { bytesToHex, sha256Bytes, utf8Bytes } from '../core/random.ts';
import type { Army, BuildingType, Formation, Terrain } from '../core/units.ts';
import { armyOf } from '../core/units.ts';
import type { TribeRole } from '../tribes/roster.ts';

export type Counts = readonly [number, number, number, number];
export const toCounts = (army: Readonly<Army>): Counts => [army.militia, army.spearman, army.archer, army.cavalry];
export const fromCounts = (counts: Counts): Army => armyOf(...counts);

export interface SeasonLine {
  t: 'season';
  format: 1;
  id: string;
  number: number;
  name: string;
  ruleset: string;
  speed: number;
  start: number;
  end: number;
  /** Decides the strength of the wild garrisons. */
  tribesAtStart: number;
  entryFeeMicro: number;
  poolMicro: number;
  /** Of it, forfeited prizes of earlier seasons; absent = 0. */
  carriedMicro?: number;
  /** Lines of battles that follow. */
  battles: number;
  commitment: string;
  secret: string;
  /** Absent in seasons without one. */
  beacon?: BeaconRecord;
}
/** The public beacon that a season named when it was created. */
export interface BeaconRecord {
  /** 192 hex digits. */
  publicKey: string;
  genesisMs: number;
  periodMs: number;
}
export interface TribeLine {
  t: 'tribe';
  id: string;
  name: string;
  founded: number;
  dissolved: number | null;
}
export interface PlayerLine {
  t: 'player';
  id: string;
  /** Orders against this player's village, and this player's orders against camps. */
  raidOrders: number;
  campOrders: number;
  /** Whether a payment made this entry, and whether it counts for the pool. */
  paid: boolean;
  held: boolean;
}
export interface TerritoryLine {
  t: 'territory';
  no: number;
  orders: number;
  /** At the end; null = nobody. */
  owner: string | null;
  wild: Counts;
}
export interface TenureLine {
  t: 'tenure';
  /** 19 digits. */
  id: string;
  no: number;
  user: string;
  tribe: string;
  from: number;
  to: number | null;
}
/** A round of the beacon that orders waited for; before the first of them. */
export interface RoundLine {
  t: 'round';
  n: number;
  /** 96 hex digits; null: it never came. */
  signature: string | null;
  /** When it was given up; null: it came. */
  givenUp: number | null;
  /** Lines of battles that name it. */
  orders: number;
}
/** A building reached a level; all begin with level 1. */
export interface BuildingLine {
  t: 'building';
  user: string;
  type: BuildingType;
  level: number;
  at: number;
}
export interface BattleLine {
  t: 'battle';
  id: string;
  kind: 'territory' | 'village' | 'camp';
  /** Number of the territory, id of the raided player, level of the camp. */
  target: number | string;
  order: number;
  status: 'completed' | 'reinforced' | 'void';
  attacker: string;
  tribe: string | null;
  army: Counts;
  formation: Formation;
  workshop: number;
  terrain: Terrain;
  clientSeed: string;
  ordersHash: string;
  accepted: number;
  /** The round of the beacon that it waited for; absent in seasons without one. */
  round?: number;
  decided: number;
  /** null unless it was fought. */
  fight: FightRecord | null;
}
export interface FightRecord {
  seed: string;
  varianceBp: number;
  defenderTribe: string | null;
  /** The defender named in reports: the largest contributor, the raided player; null = wild. */
  defender: string | null;
  defenderArmy: Counts;
  defenderFormation: Formation;
  /** In the order of arrival; empty for wild garrisons and camps. */
  contributors: readonly { user: string; units: Counts; workshop: number; losses: Counts; vp: number }[];
  fatigueBp: number;
  /** Before luck and fatigue, and after. */
  power: readonly [attacker: number, defender: number];
  finalPower: readonly [attacker: number, defender: number];
  steps: readonly [attacker: PowerSteps, defender: PowerSteps];
  winner: 'attacker' | 'defender';
  losses: readonly [attacker: Counts, defender: Counts];
  captured: boolean;
  captureBonus: boolean;
  repeatIndex: number;
  vp: readonly [attacker: number, defender: number];
  breakdown: {
    attackerKills: number;
    capture: number;
    defenderKills: number;
    holding: number;
    consolation: number;
    repeatFactorBp: number;
  };
  /** Points booked: player, tribe (null = none), how many. */
  moves: readonly (readonly [user: string, tribe: string | null, vp: number])[];
  gold: number;
  garrison: Counts;
  home: Counts;
  truceUntil: number | null;
}
export interface TickLine {
  t: 'tick';
  /** Hour of game time, from 1. */
  n: number;
  credits: readonly (readonly [user: string, tribe: string | null, vp: number])[];
}
export interface RankLine {
  t: 'rank';
  board: 'tribes' | 'players';
  rank: number;
  tribe: string | null;
  user: string | null;
  vp: number;
  territories: number | null;
  reached: number;
}
export interface SeatLine {
  t: 'seat';
  tribe: string;
  user: string;
  seat: number;
  role: TribeRole;
  /** False: the fee went back, no share. */
  shares: boolean;
}
export interface PrizeLine {
  t: 'prize';
  rank: number;
  tribe: string;
  user: string;
  seat: number;
  role: TribeRole;
  amountMicro: number;
}
export interface EndLine {
  t: 'end';
  /** Lines before this one. */
  lines: number;
}
export type RecordLine =
  | SeasonLine
  | TribeLine
  | PlayerLine
  | TerritoryLine
  | TenureLine
  | BuildingLine
  | RoundLine
  | BattleLine
  | TickLine
  | RankLine
  | SeatLine
  | PrizeLine
  | EndLine;

/** What stands before the first line. */
export const CHAIN_START = '0'.repeat(64);
const TAIL = ',"h":"'.length + 64 + '"}'.length;

/** Hash of a line: SHA-256 of the hash before it, a line feed, and the line without its own hash. */
export const chainHash = (before: string, body: string): string =>
  bytesToHex(sha256Bytes(utf8Bytes(`${before}\n${body}`)));

/** A line as it stands in the file, and its hash. */
export function chainLine(before: string, line: RecordLine): { text: string; hash: string } {
  const body = JSON.stringify(line);
  const hash = chainHash(before, body);
  return { text: `${body.slice(0, -1)},"h":"${hash}"}`, hash };
}

/** A line taken apart; null where it does not end in a hash. */
export function splitLine(text: string): { body: string; hash: string } | null {
  const tail = text.slice(-TAIL);
  const hash = /^,"h":"([0-9a-f]{64})"\}$/.exec(tail)?.[1];
  return hash === undefined ? null : { body: `${text.slice(0, -TAIL)}}`, hash };
}
