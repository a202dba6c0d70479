/** One dictionary in parts: a part's English is its shape, other languages fill the same shape. A page brings the parts it shows. */
import { sentences } from './language.ts';

/** The shape of a part: any sentence for each sentence, the same arguments for each sentence with gaps. */
export type Translated<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => Translated<R>
    : { readonly [K in keyof T]: Translated<T[K]> };

/** The part in the language of the page. */
export function translated<const T>(part: string, english: T): Translated<T> {
  return (sentences?.[part] ?? english) as Translated<T>;
}
