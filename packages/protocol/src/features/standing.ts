import type { Static } from 'typebox';
import { oneOf } from '../core/schema.ts';

/** restricted: may play, gets no prize meanwhile; banned: may not sign in. */
export const Standing = oneOf(['good', 'restricted', 'banned'] as const);
export type Standing = Static<typeof Standing>;
