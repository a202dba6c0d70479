/**
 * Who may call what, as one table: access of a route × role of the caller. The server refuses by it before a handler runs, /v1/policy.json
 * and docs/API.md show it, and a test walks every cell. Services look again under lock: membership may change while a request waits.
 */
import { ADMIN_ROLES, type AdminRole } from './adminRoles.ts';
import type { ErrorCode } from './errors.ts';
import type { Access, RouteDefinition } from './route.ts';

export const ROLES = {
  anonymous: 'not signed in',
  outsider: 'signed in, has not entered the season',
  loner: 'has entered the season, belongs to no tribe',
  exMember: 'has left the tribe or was dismissed, belongs to no other',
  foreigner: 'belongs to another tribe than the one in the address',
  warrior: 'warrior of the tribe',
  captain: 'captain of the tribe',
  chieftain: 'chieftain of the tribe',
  support: 'administrator for players, has not entered the season',
  operator: 'administrator for seasons, has not entered the season',
  treasurer: 'administrator for money, has not entered the season',
} as const satisfies Record<string, string> & Record<AdminRole, string>;
export type Role = keyof typeof ROLES;

export const ACCESS = {
  public: 'anyone',
  user: 'signed in',
  entrant: 'has entered the season',
  member: 'belongs to a tribe',
  leader: 'chieftain or captain of the tribe',
  chieftain: 'chieftain of the tribe',
  admin: 'administrator with one of the roles the route names; for everybody else the address does not exist',
} as const satisfies Record<Access, string>;

/** allowed: the role is no reason to refuse; what else is wrong with the request is said by other codes. */
export type Verdict =
  | 'allowed'
  | Extract<ErrorCode, 'INVALID_TOKEN' | 'ENTRY_FEE_REQUIRED' | 'NOT_IN_TRIBE' | 'FORBIDDEN' | 'NOT_FOUND'>;

/** Roles in the game; administrators play like anybody else, here as somebody who has not entered. */
type GameRole = Exclude<Role, AdminRole>;
type GameAccess = Exclude<Access, 'admin'>;

const everybody = {
  anonymous: 'allowed',
  outsider: 'allowed',
  loner: 'allowed',
  exMember: 'allowed',
  foreigner: 'allowed',
  warrior: 'allowed',
  captain: 'allowed',
  chieftain: 'allowed',
} as const satisfies Record<GameRole, Verdict>;
const signedIn = { ...everybody, anonymous: 'INVALID_TOKEN' } as const;
const entrants = { ...signedIn, outsider: 'ENTRY_FEE_REQUIRED' } as const;
const members = { ...entrants, loner: 'NOT_IN_TRIBE', exMember: 'NOT_IN_TRIBE' } as const;
const leaders = {
  ...entrants,
  loner: 'FORBIDDEN',
  exMember: 'FORBIDDEN',
  foreigner: 'FORBIDDEN',
  warrior: 'FORBIDDEN',
} as const;

const POLICY: Record<GameAccess, Readonly<Record<GameRole, Verdict>>> = {
  public: everybody,
  user: signedIn,
  entrant: entrants,
  member: members,
  leader: leaders,
  chieftain: { ...leaders, captain: 'FORBIDDEN' },
};

/** Whether the address names the tribe that the caller must belong to. */
export const namesTribe = (definition: Pick<RouteDefinition, 'path'>): boolean => definition.path.includes('/:tribeId');

type Ruled = Pick<RouteDefinition, 'path' | 'access' | 'refuses' | 'adminRoles'>;

const isAdminRole = (role: Role): role is AdminRole => (ADMIN_ROLES as readonly string[]).includes(role);

/** The administrators that a route takes; none unless it is for them. */
export const adminRolesOf = (definition: Pick<RouteDefinition, 'access' | 'adminRoles'>): readonly AdminRole[] =>
  definition.access === 'admin' ? (definition.adminRoles ?? ADMIN_ROLES) : [];

/** What a role gets at a route: 'allowed' or the code of the refusal. */
export function verdictFor(definition: Ruled, role: Role): Verdict {
  if (definition.access === 'admin') {
    if (!isAdminRole(role)) return 'NOT_FOUND';
    return adminRolesOf(definition).includes(role) ? 'allowed' : 'FORBIDDEN';
  }
  const inGame = isAdminRole(role) ? 'outsider' : role;
  const refused = definition.refuses?.[inGame];
  if (refused !== undefined) return refused;
  if (definition.access === 'member' && inGame === 'foreigner' && namesTribe(definition)) return 'NOT_IN_TRIBE';
  return POLICY[definition.access][inGame];
}

/** The whole row of a route. */
export const policyRow = (definition: Ruled): Record<Role, Verdict> =>
  Object.fromEntries(
    (Object.keys(ROLES) as Role[]).map((role) => [role, verdictFor(definition, role)] as const),
  ) as Record<Role, Verdict>;
