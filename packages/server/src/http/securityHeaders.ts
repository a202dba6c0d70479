import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { Config } from '../config/config.ts';
import type { Directives } from './contentPolicy.ts';

/** The headers that protect a page, with this content policy. Helmet puts them together: once, not for every answer. */
export function securityHeaders(config: Pick<Config, 'publicUrl'>, directives: Directives): Record<string, string> {
  const headers: Record<string, string> = {};
  const collector = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => {},
  };
  const put = helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: config.publicUrl.startsWith('https:')
      ? { maxAge: 31_536_000, includeSubDomains: true }
      : false,
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  put({} as IncomingMessage, collector as unknown as ServerResponse, () => {});
  return headers;
}
