import { LineIcon } from './LineIcon.tsx';
import { type SharedLink, shareLink } from './shareLink.ts';

/** Shares the link to what is shown. */
export function ShareButton({ label, ...link }: SharedLink & { label: string }) {
  return (
    <button type="button" className="ib share" aria-label={label} title={label} onClick={() => void shareLink(link)}>
      <LineIcon name="share" />
    </button>
  );
}
