import { type ReactNode, useEffect, useId, useRef } from 'react';
import './dialog.css';
import { LineIcon } from './LineIcon.tsx';

interface DialogProps {
  title: string;
  closeLabel: string;
  onClose: () => void;
  children: ReactNode;
  /** The buttons; on phones they stay within reach of the thumb. */
  foot: ReactNode;
  testId?: string;
}

/** A native modal dialog for one decision: keeps the focus inside, closes with Escape, gives the focus back. */
export function Dialog({ title, closeLabel, onClose, children, foot, testId }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
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
      className="dialog panel"
      aria-labelledby={titleId}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={titleId} className="disp">
          {title}
        </h2>
        <button type="button" className="ib" aria-label={closeLabel} onClick={onClose}>
          <LineIcon name="close" />
        </button>
      </div>
      <div className="dialog-body">{children}</div>
      <div className="dialog-foot">{foot}</div>
    </dialog>
  );
}
