import { Icon } from '../../ui/Icon.tsx';

/** A sentence about something that takes its time. */
export function Waiting({ children }: { children: string }) {
  return (
    <p role="status" className="pay-waiting">
      <span className="turning">
        <Icon name="hourglass" />
      </span>
      <span>{children}</span>
    </p>
  );
}
