import type { UseMutationResult } from '@tanstack/react-query';
import { meText as t } from '../../text/en/me.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';

/** In the head of a panel: whether the last change is on the server. Always there, so that it is announced. */
export function SavedMark({ of }: { of: Pick<UseMutationResult, 'isPending' | 'isSuccess' | 'isError'> }) {
  return (
    <span role="status" className={`me-saved ${of.isError ? 'text-blood' : 'text-pine'}`}>
      {of.isPending && <span className="faint">{t.saving}</span>}
      {of.isSuccess && (
        <>
          <LineIcon name="check" /> {t.savedNow}
        </>
      )}
      {of.isError && t.saveFailed}
    </span>
  );
}
