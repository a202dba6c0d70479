import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import { useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useLeaveTribe } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Panel } from '../../ui/Panel.tsx';
import { showToast } from '../../ui/toastStore.ts';

const t = tribeText;

/** Leaving, in two steps: first what it means, then the deed. */
export function LeaveTribe({ tribe }: { tribe: Tribe }) {
  const [isAsking, setIsAsking] = useState(false);
  const leave = useLeaveTribe();
  const go = () => leave.mutate(tribe.id, { onError: (error) => showToast(errorText(error), 'bad') });
  return (
    <Panel title={t.leave}>
      <p className="muted mb-3 text-[13px]">{t.leaveWhat}</p>
      {isAsking ? (
        <div className="row">
          <button type="button" className="btn danger" disabled={leave.isPending} onClick={go}>
            {t.leaveSure}
          </button>
          <button type="button" className="btn ghost" onClick={() => setIsAsking(false)}>
            {t.stay}
          </button>
        </div>
      ) : (
        <button type="button" className="btn ghost" onClick={() => setIsAsking(true)}>
          {t.leave}
        </button>
      )}
    </Panel>
  );
}
