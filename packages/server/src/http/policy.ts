/** Enforces the table of routes and roles (protocol core/policy) before a handler runs. Services decide again under their locks. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { namesTribe, type Role, verdictFor } from '@cryptotribes/protocol/core/policy';
import type { RouteDefinition } from '@cryptotribes/protocol/core/route';
import type { Auth } from '../features/auth/sessions.ts';
import { getEntry } from '../features/seasons/queries.ts';
import { currentSeason, type SeasonRow } from '../features/seasons/service.ts';
import { findSeat, isOpenTribe, type Seat } from '../features/tribes/membership.ts';
import { entryRequired } from '../features/villages/service.ts';
import type { Db } from '../platform/db.ts';

interface Caller {
  auth: Auth | null;
  params: unknown;
}

/** Refuses callers whose role the route does not take: INVALID_TOKEN, ENTRY_FEE_REQUIRED, NOT_IN_TRIBE, FORBIDDEN; SEASON_NOT_FOUND before the first. */
export async function assertAllowed(db: Db, definition: RouteDefinition, call: Caller): Promise<void> {
  if (definition.access === 'public') return;
  if (call.auth === null) throw new AppError('INVALID_TOKEN');
  if (definition.access === 'user') return;
  const season = await currentSeason(db, call.auth.userId);
  const entered = (await getEntry(db, season.id, call.auth.userId)) !== null;
  const seat = entered && definition.access !== 'entrant' ? await findSeat(db, season.id, call.auth.userId) : null;
  const tribeId = namesTribe(definition) ? (call.params as { tribeId: string }).tribeId : null;
  const role = roleOf(entered, seat, tribeId);
  const verdict = verdictFor(definition, role);
  if (verdict === 'allowed') return;
  if (verdict === 'ENTRY_FEE_REQUIRED') throw entryRequired(season);
  // Nobody belongs to a tribe that does not exist: the service says TRIBE_NOT_FOUND.
  if (tribeId !== null && !(await isOpenTribe(db, season.id, tribeId))) return;
  throw refusal(verdict, definition, season);
}

function roleOf(entered: boolean, seat: Seat | null, tribeId: string | null): Role {
  if (!entered) return 'outsider';
  if (seat === null) return 'loner';
  return tribeId !== null && seat.tribeId !== tribeId ? 'foreigner' : seat.role;
}

function refusal(
  code: 'INVALID_TOKEN' | 'NOT_IN_TRIBE' | 'FORBIDDEN',
  definition: RouteDefinition,
  season: SeasonRow,
): AppError {
  if (code !== 'FORBIDDEN') return new AppError(code, { seasonId: season.id });
  return new AppError(code, { needs: definition.access === 'leader' ? 'chieftain or captain' : 'chieftain' });
}
