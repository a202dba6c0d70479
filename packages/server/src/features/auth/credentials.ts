import type { IncomingHttpHeaders } from 'node:http';
import type { Context } from '../../context.ts';
import { type Credentials, readSessionCookie } from './sessions.ts';

/** What a request shows to say who calls: the bearer token and the session cookie, as sent. */
export function readCredentials(headers: IncomingHttpHeaders, ctx: Pick<Context, 'config'>): Credentials {
  const { authorization, cookie } = headers;
  return {
    bearer: authorization !== undefined && /^Bearer /i.test(authorization) ? authorization.slice(7).trim() : undefined,
    cookie: readSessionCookie(cookie, ctx),
  };
}
