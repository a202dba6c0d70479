import type { RaidVillage } from '@cryptotribes/protocol/features/raids';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useServerNow } from '../../net/hooks.ts';
import { useRaidVillages } from '../../net/raids.ts';
import { raidsText } from '../../text/en/raids.ts';
import { Empty } from '../../ui/Empty.tsx';
import { formatCountdown } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { RaidDialog } from './RaidDialog.tsx';
import { VillageRow } from './VillageRow.tsx';

const t = raidsText.villages;
const ROWS = [0, 1, 2, 3, 4, 5];

function OwnShield({ me }: { me: Me }) {
  const leftMs = Date.parse(me.shieldUntil ?? '') - useServerNow();
  if (!(leftMs > 0)) return null;
  return (
    <p className="raid-shield">
      <Icon name="bordered-shield" />
      {raidsText.myShield(formatCountdown(leftMs))}
    </p>
  );
}

/** Villages of other tribes, best player first, as far down as one likes. */
export function Villages({ me, rulesetId }: { me: Me; rulesetId: string }) {
  const [openOnly, setOpenOnly] = useState(false);
  const [target, setTarget] = useState<RaidVillage | null>(null);
  const list = useRaidVillages(openOnly);
  const { villages } = list;
  const raid = (userId: string) => setTarget(villages?.find((village) => village.userId === userId) ?? null);
  return (
    <section className="grid gap-3" aria-label={raidsText.tabs.villages}>
      <OwnShield me={me} />
      <div className="row sp flex-wrap">
        <p className="muted max-w-[64ch]">{t.note}</p>
        <label className="row raid-filter">
          <input type="checkbox" checked={openOnly} onChange={(event) => setOpenOnly(event.target.checked)} />
          {t.openOnly}
        </label>
      </div>
      {list.isLoading && (
        <div className="panel raid-villages" aria-hidden="true">
          {ROWS.map((row) => (
            <div key={row} className="skeleton raid-village-skeleton" />
          ))}
        </div>
      )}
      {list.error && !villages && (
        <div role="alert" className="row flex-wrap">
          {raidsText.failed} {errorText(list.error)}
          <button type="button" className="btn s" onClick={() => list.refetch()}>
            {raidsText.again}
          </button>
        </div>
      )}
      {villages?.length === 0 && (
        <Empty
          icon="village"
          sentence={openOnly ? t.emptyOpen : t.empty}
          action={
            openOnly ? (
              <button type="button" className="btn" onClick={() => setOpenOnly(false)}>
                {t.showAll}
              </button>
            ) : undefined
          }
        />
      )}
      {villages && villages.length > 0 && (
        <ul className="panel raid-villages">
          {villages.map((village) => (
            <VillageRow key={village.userId} village={village} me={me} rulesetId={rulesetId} onRaid={raid} />
          ))}
        </ul>
      )}
      {list.hasMore && (
        <button
          type="button"
          className="btn justify-self-center"
          disabled={list.isLoadingMore}
          onClick={() => list.loadMore()}
        >
          {list.isLoadingMore ? t.loading : t.more}
        </button>
      )}
      {target && (
        <RaidDialog
          foe={{
            kind: 'village',
            village: villages?.find((village) => village.userId === target.userId) ?? target,
          }}
          me={me}
          endsShield={list.raidEndsShield}
          onClose={() => setTarget(null)}
        />
      )}
    </section>
  );
}
