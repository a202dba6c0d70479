import { useEffect, useState } from 'react';

interface SwitchProps {
  id: string;
  label: string;
  hint?: string;
  isOn: boolean;
  isDisabled?: boolean;
  /** The change is under way: the switch shows what is wanted, and waits. */
  isBusy?: boolean;
  onChange: (isOn: boolean) => void;
}

/** A choice between on and off with its sentence; the whole line can be pressed. */
export function Switch({ id, label, hint, isOn, isDisabled = false, isBusy = false, onChange }: SwitchProps) {
  // Answers at once; what became of it follows.
  const [shown, setShown] = useState(isOn);
  useEffect(() => {
    if (!isBusy) setShown(isOn);
  }, [isOn, isBusy]);
  return (
    <label className="me-setting" htmlFor={id}>
      <span className="min-w-0">
        {label}
        {hint && <small>{hint}</small>}
      </span>
      <input
        id={id}
        data-testid={id}
        type="checkbox"
        className="me-switch"
        checked={shown}
        disabled={isDisabled || isBusy}
        onChange={(event) => {
          setShown(event.target.checked);
          onChange(event.target.checked);
        }}
      />
    </label>
  );
}
