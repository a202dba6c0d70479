/** SPEC 4.3: what every answer is wrapped in. */
import Type, { type Static, type TSchema } from 'typebox';
import { Instant, object } from './schema.ts';

export const Meta = object({ timestamp: Instant, requestId: Type.String() });
export type Meta = Static<typeof Meta>;

export const success = <T extends TSchema>(data: T) => object({ success: Type.Literal(true), data, meta: Meta });

export const Failure = object({
  success: Type.Literal(false),
  error: object({ code: Type.String(), message: Type.String(), details: Type.Record(Type.String(), Type.Unknown()) }),
  meta: Meta,
});
export type Failure = Static<typeof Failure>;
