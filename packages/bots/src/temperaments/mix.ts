import { builder } from './builder.ts';
import { casual } from './casual.ts';
import { keenAttacker } from './keenAttacker.ts';
import { raider } from './raider.ts';
import type { Temperament } from './temperament.ts';

/** Eight in a row make one tribe: its founder builds, and every tribe has somebody of each kind. */
const MIX: readonly Temperament[] = [builder, raider, keenAttacker, casual, builder, raider, casual, casual];

/** The temperament of bot number `index`. */
export function temperamentOf(index: number): Temperament {
  return MIX[index % MIX.length] ?? casual;
}
