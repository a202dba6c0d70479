import { gameToRealMs } from '../core/time.ts';
import { DEFAULT_RULESET_ID, rulesetById } from '../rulesets/registry.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';

export type TribeRole = 'chieftain' | 'captain' | 'warrior';

export const TRIBE_ROLES = ['chieftain', 'captain', 'warrior'] as const satisfies readonly TribeRole[];

export interface Seat {
  /** 1 to 12. */
  seat: number;
  role: TribeRole;
}

/** Most members by role: 1 chieftain, 2 captains, 9 warriors. GAME_DESIGN 4. */
export function roleLimits(rules: Ruleset): Record<TribeRole, number> {
  const { chieftains, captains, warriors } = rules.tribe;
  return { chieftain: chieftains, captain: captains, warrior: warriors };
}

/** The twelve seats of a tribe in order of rank; the same in every ruleset, as the database knows twelve. */
export const SEATS: readonly Seat[] = TRIBE_ROLES.flatMap((role) =>
  Array.from({ length: roleLimits(rulesetById(DEFAULT_RULESET_ID))[role] }, () => role),
).map((role, index) => ({ seat: index + 1, role }));

/** Invite players and answer requests to join. */
export function canInvite(role: TribeRole): boolean {
  return role !== 'warrior';
}

/** Send a member's garrison units home. GAME_DESIGN 3. */
export function canSendHome(role: TribeRole): boolean {
  return role !== 'warrior';
}

/** Appoint captains and hand over the lead. */
export function canAppoint(role: TribeRole): boolean {
  return role === 'chieftain';
}

/** Dismiss members: the chieftain, in the first half of the season only. */
export function canDismiss(
  rules: Ruleset,
  role: TribeRole,
  season: { startsMs: number; speed: number },
  nowMs: number,
): boolean {
  const halfMs = gameToRealMs(rules.season.durationGameMs / 2, season.speed);
  return role === 'chieftain' && nowMs < season.startsMs + halfMs;
}

/** Real time from which on nobody may join a tribe: in season 1 the last 48 hours of game time. */
export function joiningEndsMs(rules: Ruleset, season: { endsMs: number; speed: number }): number {
  return season.endsMs - gameToRealMs(rules.tribe.noJoiningLastGameMs, season.speed);
}

/** Whether players may still join a tribe. */
export function canJoinAt(rules: Ruleset, season: { endsMs: number; speed: number }, nowMs: number): boolean {
  return nowMs < joiningEndsMs(rules, season);
}

/** What a member's leaving means: a chieftain with others in the tribe must hand over first, a lone one dissolves it. */
export function leaveOutcome(role: TribeRole, members: number): 'leaves' | 'must_hand_over' | 'dissolves' {
  if (members <= 1) return 'dissolves';
  return role === 'chieftain' ? 'must_hand_over' : 'leaves';
}

/** Real time until which an invitation is valid. */
export function inviteExpiresMs(rules: Ruleset, nowMs: number, speed: number): number {
  return nowMs + gameToRealMs(rules.tribe.inviteGameMs, speed);
}
