import { type Logger, pino } from 'pino';
import type { LogLevel } from '../config/config.ts';
import { currentScope } from './requestScope.ts';
import type { Fault } from './telemetry/faults.ts';

const ERROR = 50;
const FATAL = 60;

/**
 * One JSON line per event, with the id of the request in which it happened. Whatever could let somebody sign in is cut out before it is
 * written. `onFault` is told of each line that is an error or worse.
 */
export function createLogger(level: LogLevel, onFault?: (fault: Fault) => void): Logger {
  return pino({
    level,
    base: null,
    hooks: {
      logMethod(args, method, lineLevel) {
        if (lineLevel >= ERROR) onFault?.(faultOf(args, lineLevel));
        method.apply(this, args);
      },
    },
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

/** What is told of a line `log.error({ err, … }, 'text')`. */
function faultOf([first, second]: readonly unknown[], level: number): Fault {
  const { err, requestId } = (typeof first === 'object' && first !== null ? first : {}) as Record<string, unknown>;
  return {
    message: String(typeof first === 'string' ? first : (second ?? '')),
    error: err instanceof Error ? err : null,
    isFatal: level >= FATAL,
    requestId: typeof requestId === 'string' ? requestId : (currentScope()?.requestId ?? null),
  };
}
