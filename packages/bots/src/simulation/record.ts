/** What is counted while a simulated season is played. */
import type { Tier } from '@cryptotribes/rules/core/units';

export interface SeasonRecord {
  /** Game time of each land's first capture, by kind. */
  firstCaptureMs: { [tier in Tier]: number[] };
  /** How long land stayed with one tribe, by kind. */
  holdingMs: { [tier in Tier]: number[] };
  attacks: { wild: number; wildWon: number; players: number; playersWon: number; luckDecided: number };
  fullGarrisons: { attacked: number; broken: number };
  vp: { holding: number; captures: number; kills: number; defence: number };
  gold: { base: number; land: number; camps: number; villages: number };
  firstCampMs: number | null;
  /** The leading tribe's index at the end of each hour. */
  leaders: number[];
  /** Orders that the rules refused, by code. */
  refused: Map<string, number>;
}

export function emptyRecord(): SeasonRecord {
  return {
    firstCaptureMs: { edge: [], ring: [], center: [] },
    holdingMs: { edge: [], ring: [], center: [] },
    attacks: { wild: 0, wildWon: 0, players: 0, playersWon: 0, luckDecided: 0 },
    fullGarrisons: { attacked: 0, broken: 0 },
    vp: { holding: 0, captures: 0, kills: 0, defence: 0 },
    gold: { base: 0, land: 0, camps: 0, villages: 0 },
    firstCampMs: null,
    leaders: [],
    refused: new Map(),
  };
}

/** Counts a refusal; a player who errs loses nothing. */
export function countRefusal(record: SeasonRecord, code: string): void {
  record.refused.set(code, (record.refused.get(code) ?? 0) + 1);
}
