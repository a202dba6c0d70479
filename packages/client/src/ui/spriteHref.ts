import type { IconName } from './iconNames.ts';
import spriteUrl from './icons.generated.svg?url';

/** Address of an icon's symbol, for <use> inside a larger drawing. */
export function spriteHref(name: IconName): string {
  return `${spriteUrl}#${name}`;
}
