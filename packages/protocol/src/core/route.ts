/** One entry of the route table: what it takes, what it gives, who may call it. */
import type { Static, TSchema } from 'typebox';

/**
 * Who may call a route; each includes the checks of the ones before it where that makes sense.
 * public: anyone; user: signed in; entrant: has entered the season; member: of a tribe; leader: chieftain or captain of that tribe.
 */
export type Access = 'public' | 'user' | 'entrant' | 'member' | 'leader';
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
/** Which rate limit counts the call, besides the general one (SPEC 5.3). */
export type Limit = 'auth' | 'battle';

export interface RouteDefinition {
  readonly method: Method;
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  /** Status of the answer when it went well; 200 unless stated. */
  readonly status?: 200 | 202;
  readonly limit?: Limit;
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
