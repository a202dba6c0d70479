/** One entry of the route table: what it takes, what it gives, who may call it. */
import type { Static, TSchema } from 'typebox';
import type { AdminRole } from './adminRoles.ts';
import type { Role, Verdict } from './policy.ts';

/**
 * Who may call a route; each includes the checks of the ones before it. policy.ts says what that means for every role.
 * public: anyone; user: signed in; entrant: has entered the season; member: of a tribe; leader: chieftain or captain; chieftain.
 * Where the address names a tribe (:tribeId), the last three mean that very tribe.
 * admin: whoever holds one of `adminRoles`; for everybody else there is nothing at the address (NOT_FOUND), before anything is looked at.
 */
export type Access = 'public' | 'user' | 'entrant' | 'member' | 'leader' | 'chieftain' | 'admin';
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
/** Which rate limit counts the call, besides the general one (SPEC 5.3). */
export type Limit = 'auth' | 'battle';

export interface RouteDefinition {
  readonly method: Method;
  readonly path: string;
  readonly access: Access;
  /** Roles that the route itself refuses although `access` lets them in. */
  readonly refuses?: Partial<Record<Role, Verdict>>;
  /** For `access: 'admin'`: who may call it; every administrator unless stated. */
  readonly adminRoles?: readonly AdminRole[];
  readonly summary: string;
  /** Status of the answer when it went well; 200 unless stated. */
  readonly status?: 200 | 202;
  readonly limit?: Limit;
  /** Media types of an answer that does not come in the envelope, e.g. a file; `data` then describes nothing. */
  readonly produces?: readonly string[];
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly data: TSchema;
}

export const route = <const T extends RouteDefinition>(definition: T): T => definition;

type Part<T extends RouteDefinition, K extends 'params' | 'query' | 'body' | 'data'> =
  T extends Record<K, infer S extends TSchema> ? Static<S> : undefined;
export type Params<T extends RouteDefinition> = Part<T, 'params'>;
export type Query<T extends RouteDefinition> = Part<T, 'query'>;
export type Body<T extends RouteDefinition> = Part<T, 'body'>;
export type Data<T extends RouteDefinition> = Static<T['data']>;
