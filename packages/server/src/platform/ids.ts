/** Ids in ObjectId's layout: 4 bytes of seconds, 5 random bytes per process, 3 bytes of counter; 24 hex characters, time-ordered (SPEC 3). */
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

export type IdMaker = () => string;

/** `start`: the eight bytes that make this maker's ids its own; tests bring theirs to get the same ids again. */
export function createIdMaker(clock: Clock, start: Buffer = randomBytes(8)): IdMaker {
  const machine = start.toString('hex', 0, 5);
  let counter = start.readUIntBE(5, 3);
  return () => {
    counter = (counter + 1) % 0x1000000;
    const seconds = Math.floor(clock.nowMs() / 1000) % 0x100000000;
    return seconds.toString(16).padStart(8, '0') + machine + counter.toString(16).padStart(6, '0');
  };
}
