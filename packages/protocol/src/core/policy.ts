/**
 * Who may call what, as one table: access of a route × role of the caller. The server refuses by it before a handler runs, /v1/policy.json
 * and docs/API.md show it, and a test walks every cell. Services look again under lock: membership may change while a request waits.
 */
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
} as const;
export type Role = keyof typeof ROLES;

export const ACCESS = {
  public: 'anyone',
  user: 'signed in',
  entrant: 'has entered the season',
  member: 'belongs to a tribe',
  leader: 'chieftain or captain of the tribe',
  chieftain: 'chieftain of the tribe',
} as const satisfies Record<Access, string>;

/** allowed: the role is no reason to refuse; what else is wrong with the request is said by other codes. */
export type Verdict =
  | 'allowed'
  | Extract<ErrorCode, 'INVALID_TOKEN' | 'ENTRY_FEE_REQUIRED' | 'NOT_IN_TRIBE' | 'FORBIDDEN'>;

const everybody = {
  anonymous: 'allowed',
  outsider: 'allowed',
  loner: 'allowed',
  exMember: 'allowed',
  foreigner: 'allowed',
  warrior: 'allowed',
  captain: 'allowed',
  chieftain: 'allowed',
} as const satisfies Record<Role, Verdict>;
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

const POLICY: Record<Access, Readonly<Record<Role, Verdict>>> = {
  public: everybody,
  user: signedIn,
  entrant: entrants,
  member: members,
  leader: leaders,
  chieftain: { ...leaders, captain: 'FORBIDDEN' },
};

/** Whether the address names the tribe that the caller must belong to. */
export const namesTribe = (definition: Pick<RouteDefinition, 'path'>): boolean => definition.path.includes('/:tribeId');

/** What a role gets at a route: 'allowed' or the code of the refusal. */
export function verdictFor(definition: Pick<RouteDefinition, 'path' | 'access' | 'refuses'>, role: Role): Verdict {
  const refused = definition.refuses?.[role];
  if (refused !== undefined) return refused;
  if (definition.access === 'member' && role === 'foreigner' && namesTribe(definition)) return 'NOT_IN_TRIBE';
  return POLICY[definition.access][role];
}

/** The whole row of a route. */
export function policyRow(definition: Pick<RouteDefinition, 'path' | 'access' | 'refuses'>): Record<Role, Verdict> {
  const row: Record<Role, Verdict> = { ...everybody };
  for (const role of Object.keys(ROLES) as Role[]) row[role] = verdictFor(definition, role);
  return row;
}
