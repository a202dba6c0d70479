/**
 * Which websites may act for a signed-in browser. A bearer token is sent on purpose; a cookie goes along by itself, so
 * everything that changes something and was authenticated by cookie must come from our own pages (RELIABILITY SW2, SW3).
 */
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Config } from '../config/config.ts';

type OriginConfig = Pick<Config, 'clientOrigins' | 'isProduction'>;

/**
 * True when pages of `origin` may act: exactly one of the configured origins, letter for letter. Outside production also
 * the very host that was asked (`host` = the Host header), so that a developer may use any local name and port.
 */
export function isAllowedOrigin(origin: string | undefined, host: string | undefined, config: OriginConfig): boolean {
  if (origin === undefined) return false;
  if (config.clientOrigins.includes(origin)) return true;
  if (config.isProduction || host === undefined || host === '') return false;
  return origin === `http://${host}` || origin === `https://${host}`;
}

/**
 * Refuses (ORIGIN_NOT_ALLOWED) a cookie-authenticated change that does not come from an allowed origin. A request without
 * an Origin passes only when the browser itself says that it is same-origin: SameSite alone is not relied upon.
 */
export function assertSameSite(request: { readonly headers: IncomingHttpHeaders }, config: OriginConfig): void {
  const { origin, host } = request.headers;
  if (
    origin === undefined ? request.headers['sec-fetch-site'] === 'same-origin' : isAllowedOrigin(origin, host, config)
  ) {
    return;
  }
  throw new AppError('ORIGIN_NOT_ALLOWED');
}
