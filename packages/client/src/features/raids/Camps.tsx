import type { Me } from '@cryptotribes/protocol/features/villages';
import { useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useCamps } from '../../net/raids.ts';
import { raidsText } from '../../text/en/raids.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { CampCard } from './CampCard.tsx';
import { CampPath } from './CampPath.tsx';
import { RaidDialog } from './RaidDialog.tsx';

/** The ten bandit camps: the path, the chosen camp, and the way into its raid. */
export function Camps({ me, rulesetId }: { me: Me; rulesetId: string }) {
  const { data, error, refetch } = useCamps();
  const [chosen, setChosen] = useState<number | null>(null);
  const [raided, setRaided] = useState<number | null>(null);
  const camps = data?.camps;
  if (!camps) {
    return error ? (
      <div role="alert" className="row flex-wrap">
        {raidsText.failed} {errorText(error)}
        <button type="button" className="btn s" onClick={() => refetch()}>
          {raidsText.again}
        </button>
      </div>
    ) : (
      <div className="raid-camps" aria-hidden="true">
        <div className="panel raid-path skeleton" />
        <div className="panel camp-card">
          <Skeleton lines={8} />
        </div>
      </div>
    );
  }
  // Until somebody chooses, the hardest camp that is open: the next step of the way.
  const open = Math.max(1, ...camps.filter((camp) => camp.unlocked).map((camp) => camp.level));
  const camp = camps[(chosen ?? open) - 1]!;
  const target = raided === null ? null : camps[raided - 1];
  return (
    <div className="raid-camps">
      <CampPath camps={camps} chosen={camp.level} onChoose={setChosen} />
      <CampCard camp={camp} me={me} rulesetId={rulesetId} onRaid={() => setRaided(camp.level)} />
      {target && (
        <RaidDialog foe={{ kind: 'camp', camp: target }} me={me} endsShield={false} onClose={() => setRaided(null)} />
      )}
    </div>
  );
}
