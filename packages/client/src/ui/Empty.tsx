import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './iconNames.ts';

interface EmptyProps {
  icon: IconName;
  sentence: string;
  action?: ReactNode;
}

/** One drawing, one sentence, one action. */
export function Empty({ icon, sentence, action }: EmptyProps) {
  return (
    <div className="grid justify-items-center gap-3 px-4 py-8 text-center">
      <span className="text-[44px] text-frost-3">
        <Icon name={icon} />
      </span>
      <p className="muted max-w-[34ch]">{sentence}</p>
      {action}
    </div>
  );
}
