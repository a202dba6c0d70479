/** Ids in ObjectId's layout: 4 bytes of seconds, 5 random bytes per process, 3 bytes of counter; 24 hex characters, time-ordered (SPEC 3). */
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

export type IdMaker = () => string;

export function createIdMaker(clock: Clock): IdMaker {
  const machine = randomBytes(5).toString('hex');
  let counter = randomBytes(3).readUIntBE(0, 3);
  return () => {
    counter = (counter + 1) % 0x1000000;
    const seconds = Math.floor(clock.nowMs() / 1000) % 0x100000000;
    return seconds.toString(16).padStart(8, '0') + machine + counter.toString(16).padStart(6, '0');
  };
}
