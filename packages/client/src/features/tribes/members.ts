/** Members and seats of a tribe as plain lists. */
import type { TribeRole } from '@cryptotribes/protocol/core/schema';
import type { Tribe, TribeMember } from '@cryptotribes/protocol/features/tribes';
import { DEFAULT_RULESET_ID, rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { roleLimits, TRIBE_ROLES } from '@cryptotribes/rules/tribes/roster';

export interface SeatView {
  key: string;
  role: TribeRole;
  /** Null = open. */
  member: TribeMember | null;
}

const LIMITS = roleLimits(rulesetById(DEFAULT_RULESET_ID));

function byRole({ members }: Tribe): Record<TribeRole, readonly TribeMember[]> {
  const { chieftain, captains, warriors } = members;
  return { chieftain: chieftain ? [chieftain] : [], captain: captains, warrior: warriors };
}

/** Everybody with the role, by rank. */
export function membersOf(tribe: Tribe): { role: TribeRole; member: TribeMember }[] {
  const seated = byRole(tribe);
  return TRIBE_ROLES.flatMap((role) => seated[role].map((member) => ({ role, member })));
}

/** The twelve seats in order of rank. */
export function seatsOf(tribe: Tribe): SeatView[] {
  const seated = byRole(tribe);
  return TRIBE_ROLES.flatMap((role) =>
    Array.from({ length: Math.max(LIMITS[role], seated[role].length) }, (_, index) => ({
      key: `${role} ${index}`,
      role,
      member: seated[role][index] ?? null,
    })),
  );
}

/** Whether a seat of the role is free. */
export const hasSeat = (tribe: Tribe, role: TribeRole): boolean => byRole(tribe)[role].length < LIMITS[role];
