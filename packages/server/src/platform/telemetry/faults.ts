/**
 * Faults for Sentry (or a program that takes the same envelopes): each line of the log with level error or worse. Only what went wrong and
 * where is sent, and the request's id; what else stands in the line stays in the log.
 */
import { randomBytes } from 'node:crypto';
import type { TelemetryConfig } from '../../config/telemetry.ts';
import { Outbox, post } from './outbox.ts';

export interface Fault {
  readonly message: string;
  readonly error: Error | null;
  readonly isFatal: boolean;
  readonly requestId: string | null;
}
export interface Faults {
  add(fault: Fault): void;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const MOST_FRAMES = 50;

export function openFaults(
  sentry: NonNullable<TelemetryConfig['sentry']>,
  role: string,
  parts: { nowMs: () => number; onLost: (lost: number, problem: string) => void },
): Faults {
  const outbox = new Outbox<string>({
    everyMs: 2_000,
    // A program that fails all the time says the same all the time.
    maxWaiting: 50,
    maxParcel: 1,
    onLost: parts.onLost,
    send: ([envelope = ''], signal) => {
      const auth = `Sentry sentry_version=7, sentry_client=cryptotribes/1, sentry_key=${sentry.publicKey}`;
      const headers = { 'content-type': 'application/x-sentry-envelope', 'x-sentry-auth': auth };
      return post(sentry.envelopeUrl, headers, envelope, signal);
    },
  });
  return {
    add: (fault) => {
      const id = randomBytes(16).toString('hex');
      const event = eventOf(fault, { id, role, environment: sentry.environment, nowMs: parts.nowMs() });
      outbox.add([{ event_id: id }, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n'));
    },
    flush: () => outbox.flush(),
    stop: () => outbox.stop(),
  };
}

function eventOf(
  { message, error, isFatal, requestId }: Fault,
  given: { id: string; role: string; environment: string; nowMs: number },
) {
  return {
    event_id: given.id,
    timestamp: given.nowMs / 1000,
    platform: 'node',
    level: isFatal ? 'fatal' : 'error',
    environment: given.environment,
    logger: 'cryptotribes',
    message: { formatted: message },
    tags: { role: given.role, ...(requestId === null ? {} : { requestId }) },
    ...(error === null
      ? {}
      : {
          exception: { values: [{ type: error.name, value: error.message, stacktrace: { frames: framesOf(error) } }] },
        }),
  };
}

/** Outermost first, as Sentry wants them. */
const framesOf = (error: Error) =>
  (error.stack ?? '')
    .split('\n')
    .flatMap((line) => {
      const [, name, file, lineNo, column] = /^\s+at (?:(.+?) \()?(?:file:\/\/)?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? [];
      if (file === undefined) return [];
      return [
        {
          function: name ?? '?',
          filename: file,
          lineno: Number(lineNo),
          colno: Number(column),
          in_app: !/node_modules|node:/.test(file),
        },
      ];
    })
    .slice(0, MOST_FRAMES)
    .reverse();
