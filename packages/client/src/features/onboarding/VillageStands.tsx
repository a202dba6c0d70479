import type { Me } from '@cryptotribes/protocol/features/villages';
import { heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { welcomeText as t } from '../../text/en/welcome.ts';
import { VillageScene } from '../villages/scene/VillageScene.tsx';
import '../villages/village.css';

/** The last step: the village as it stands, and the ways to begin. */
export function VillageStands({ me }: { me: Me }) {
  const { tribe } = me;
  const arms = useMemo(() => (tribe ? heraldry(tribe.id, tribe.ordinal) : null), [tribe]);
  return (
    <>
      <p className="muted">{t.ready.lead}</p>
      <div className="row flex-wrap">
        <Link href="/village" className="btn prime">
          {t.ready.village}
        </Link>
        <Link href="/territories" className="btn min-h-[48px]">
          {t.ready.map}
        </Link>
      </div>
      <div className="panel welcome-scene">
        <VillageScene buildings={me.buildings} arms={arms} />
      </div>
    </>
  );
}
