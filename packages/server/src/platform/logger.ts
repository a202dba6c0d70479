import { type Logger, pino } from 'pino';
import type { LogLevel } from '../config/config.ts';
import { currentScope } from './requestScope.ts';

/**
 * One JSON line per event, with the id of the request in which it happened. Whatever could let somebody sign in is cut out before it is
 * written.
 */
export function createLogger(level: LogLevel): Logger {
  return pino({
    level,
    base: null,
    mixin: () => {
      const scope = currentScope();
      return scope === undefined ? {} : { requestId: scope.requestId };
    },
    // What a line says itself counts.
    mixinMergeStrategy: (line, mixed) => ({ ...mixed, ...line }),
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        'res.headers["set-cookie"]',
        '*.token',
        '*.signature',
        '*.password',
        '*.secret',
        'token',
        'signature',
        'password',
        'secret',
      ],
      censor: '[cut]',
    },
  });
}
