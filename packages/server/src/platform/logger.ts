import { type Logger, pino } from 'pino';
import type { LogLevel } from '../config/config.ts';

/** One JSON line per event. Whatever could let somebody sign in is cut out before it is written. */
export function createLogger(level: LogLevel): Logger {
  return pino({
    level,
    base: null,
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
