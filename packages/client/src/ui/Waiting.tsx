import { Icon } from './Icon.tsx';

/** A sentence about something that takes its time. */
export function Waiting({ children }: { children: string }) {
  return (
    <p role="status" className="flex items-baseline gap-2.5">
      <span className="turning">
        <Icon name="hourglass" />
      </span>
      <span>{children}</span>
    </p>
  );
}
