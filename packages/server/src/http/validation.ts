import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import Format from 'typebox/format';

Format.Set('date-time', (value) => Number.isFinite(Date.parse(value)));

/** Checks without converting anything: "5" is not 5, and unknown fields are refused, not dropped (RELIABILITY T1). */
export const strictValidator: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  const compiled = Compile(schema);
  return (value: unknown) =>
    compiled.Check(value) ? { value } : { error: compiled.Errors(value).slice(0, 5) as unknown as Error[] as never };
};
