/** Enforces the table of routes and roles (protocol core/policy) before a handler runs. Services decide again under their locks. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { adminRolesOf, namesTribe, type Role, type Verdict, verdictFor } from '@cryptotribes/protocol/core/policy';
import type { RouteDefinition } from '@cryptotribes/protocol/core/route';
import { actingAdmin } from '../features/admin/roles.ts';
import type { Auth } from '../features/auth/sessions.ts';
import { assertValidSeat } from '../features/payments/entries.ts';

import type { SeasonRow } from '../features/seasons/service.ts';
import { isOpenTribe, type Seat } from '../features/tribes/membership.ts';
import { entryRequired } from '../features/villages/service.ts';
import type { Db } from '../platform/db.ts';
import { readStanding } from './policyQueries.ts';

interface Caller {
  auth: Auth | null;
  params: unknown;
}

/**
 * Refuses callers whose role the route does not take: INVALID_TOKEN, ENTRY_FEE_REQUIRED, ENTRY_SUSPENDED, NOT_IN_TRIBE, FORBIDDEN; SEASON_NOT_FOUND before the
 * first; NOT_FOUND for whoever calls an administrators' route without being one.
 */
export async function assertAllowed(db: Db, definition: RouteDefinition, call: Caller): Promise<void> {
  if (definition.access === 'public') return;
  if (definition.access === 'admin') {
    await assertAdmin(db, definition, call.auth);
    return;
  }
  if (call.auth === null) throw new AppError('INVALID_TOKEN');
  if (definition.access === 'user') return;
  const standing = await readStanding(db, call.auth.userId);
  if (standing === null) throw new AppError('SEASON_NOT_FOUND');
  const { season, entry } = standing;
  assertValidSeat(season.id, entry);
  const entered = entry !== null;
  const seat = entered && definition.access !== 'entrant' ? standing.seat : null;
  const tribeId = namesTribe(definition) ? (call.params as { tribeId: string }).tribeId : null;
  const role = roleOf(entered, seat, tribeId);
  const verdict = verdictFor(definition, role);
  if (verdict === 'allowed') return;
  if (verdict === 'ENTRY_FEE_REQUIRED') throw entryRequired(season);
  // Nobody belongs to a tribe that does not exist: the service says TRIBE_NOT_FOUND.
  if (tribeId !== null && !(await isOpenTribe(db, season.id, tribeId))) return;
  throw refusal(verdict, definition, season);
}

/** NOT_FOUND for everybody who runs nothing, signed in or not; FORBIDDEN for administrators whom the route does not take. */
export async function assertAdmin(db: Db, definition: RouteDefinition, auth: Auth | null): Promise<void> {
  if (auth === null) throw new AppError('NOT_FOUND');
  await actingAdmin(db, auth.userId, adminRolesOf(definition));
}

function roleOf(entered: boolean, seat: Seat | null, tribeId: string | null): Role {
  if (!entered) return 'outsider';
  if (seat === null) return 'loner';
  return tribeId !== null && seat.tribeId !== tribeId ? 'foreigner' : seat.role;
}

function refusal(
  code: Exclude<Verdict, 'allowed' | 'ENTRY_FEE_REQUIRED'>,
  definition: RouteDefinition,
  season: SeasonRow,
): AppError {
  if (code !== 'FORBIDDEN') return new AppError(code, { seasonId: season.id });
  return new AppError(code, { needs: definition.access === 'leader' ? 'chieftain or captain' : 'chieftain' });
}
