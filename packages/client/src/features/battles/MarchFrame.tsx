import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { marchText as words } from '../../text/en/march.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';

interface MarchFrameProps {
  title: string;
  shield: ReactNode;
  tags: ReactNode;
  aside?: ReactNode;
  testId: string;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent<HTMLDialogElement>) => void;
  children: ReactNode;
}

/** The native modal dialog of a march: keeps the focus inside, closes with Escape, gives the focus back. Full screen on phones. */
export function MarchFrame({ title, shield, tags, aside, testId, onClose, onKeyDown, children }: MarchFrameProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    element?.showModal();
    return () => {
      element?.close();
      before?.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="march panel"
      aria-labelledby="march-title"
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={onKeyDown}
    >
      <div className="march-head">
        {shield}
        <div className="flex-1 min-w-0">
          <h1 id="march-title" className="disp">
            {title}
          </h1>
          <div className="row march-tags">{tags}</div>
        </div>
        {aside}
        <button type="button" className="ib" aria-label={words.close} onClick={onClose}>
          <LineIcon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
