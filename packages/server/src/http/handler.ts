/** The kinds of route handlers. Features export a record of them by route name; `registerRoutes` does the rest. */
import type { Readable } from 'node:stream';
import type { RouteBody, RouteData, RouteName, RouteParams, RouteQuery } from '@cryptotribes/protocol/routes';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { Auth } from '../features/auth/sessions.ts';
import type { Tx } from '../platform/tx.ts';

export interface Call<N extends RouteName> {
  readonly params: RouteParams<N>;
  readonly query: RouteQuery<N>;
  readonly body: RouteBody<N>;
  /** Null only on public routes. */
  readonly auth: Auth | null;
  readonly request: FastifyRequest;
}

/** Reads; may run at any time. */
export interface QueryHandler<N extends RouteName> {
  kind: 'query';
  handle: (ctx: Context, call: Call<N>) => Promise<RouteData<N>>;
}
/** Changes something: runs in one transaction together with its Idempotency-Key, and may run again after a lost race. */
export interface CommandHandler<N extends RouteName> {
  kind: 'command';
  handle: (ctx: Context, tx: Tx, call: Call<N>) => Promise<RouteData<N>>;
}
/** Needs the reply itself (cookies) and does its own transactions. */
export interface DirectHandler<N extends RouteName> {
  kind: 'direct';
  handle: (ctx: Context, call: Call<N>, reply: FastifyReply) => Promise<RouteData<N>>;
}
/** Answers with something else than the envelope (the route's `produces`): sets the content type itself. */
export interface RawHandler<N extends RouteName> {
  kind: 'raw';
  handle: (ctx: Context, call: Call<N>, reply: FastifyReply) => Promise<string | Buffer | Readable>;
}
/** Reads, and answers with the JSON of its data: for answers of which most is the same for everybody and is written once. */
export interface TextHandler<N extends RouteName> {
  kind: 'text';
  handle: (ctx: Context, call: Call<N>) => Promise<string>;
}
export type Handler<N extends RouteName> =
  | QueryHandler<N>
  | TextHandler<N>
  | CommandHandler<N>
  | DirectHandler<N>
  | RawHandler<N>;
export type Handlers = { [N in RouteName]: Handler<N> };

export const query = <N extends RouteName>(handle: QueryHandler<N>['handle']): QueryHandler<N> => ({
  kind: 'query',
  handle,
});
export const text = <N extends RouteName>(handle: TextHandler<N>['handle']): TextHandler<N> => ({
  kind: 'text',
  handle,
});
export const command = <N extends RouteName>(handle: CommandHandler<N>['handle']): CommandHandler<N> => ({
  kind: 'command',
  handle,
});
export const direct = <N extends RouteName>(handle: DirectHandler<N>['handle']): DirectHandler<N> => ({
  kind: 'direct',
  handle,
});
export const raw = <N extends RouteName>(handle: RawHandler<N>['handle']): RawHandler<N> => ({ kind: 'raw', handle });

/** The caller's id on routes that are not public. */
export function signedIn(call: { auth: Auth | null }): Auth {
  if (call.auth === null) throw new Error('a route that needs a sign-in was reached without one');
  return call.auth;
}
