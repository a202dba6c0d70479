import type { Me } from '@cryptotribes/protocol/features/villages';
import type { Heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import { memo } from 'react';
import { Forge } from './Forge.tsx';
import { Granary } from './Granary.tsx';
import { Foreground, Landscape } from './Landscape.tsx';
import { Longhouse } from './Longhouse.tsx';
import { SceneDefs } from './sceneParts.tsx';

interface VillageSceneProps {
  buildings: Me['buildings'];
  arms: Heraldry | null;
}

/** The village in the snow, each building at its level. A decorative twin of the building cards. */
export const VillageScene = memo(function VillageScene({ buildings, arms }: VillageSceneProps) {
  const { barracks, warehouse, workshop } = buildings;
  return (
    <svg className="scene" viewBox="0 -150 1020 580" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <SceneDefs />
      <Landscape />
      <Longhouse level={barracks.level} isRaising={barracks.upgrading} arms={arms} />
      <Granary level={warehouse.level} isRaising={warehouse.upgrading} />
      <Forge level={workshop.level} isRaising={workshop.upgrading} />
      <Foreground />
    </svg>
  );
});
