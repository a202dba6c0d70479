import type { IconName } from './iconNames.ts';
import { spriteHref } from './spriteHref.ts';

interface IconProps {
  name: IconName;
  className?: string;
}

/** A drawing from the sprite, in the colour and size of the text around it. Decorative: name the control, not the icon. */
export function Icon({ name, className = '' }: IconProps) {
  return (
    <svg className={`i ${className}`} viewBox="0 0 512 512" aria-hidden="true">
      <use href={spriteHref(name)} />
    </svg>
  );
}
