import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { mapText } from '../../text/en/map.ts';
import { marchText as words } from '../../text/en/march.ts';
import { namesText } from '../../text/en/names.ts';
import { formatFactor, formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { TERRAIN_ICONS } from '../../ui/unitIcons.ts';
import { defenderCount, holdersOf } from './marchModel.ts';

/** The shield of whoever holds a territory; a campfire for wild land. */
export function HolderShield({ territory, width }: { territory: TerritoryDetail; width: number }) {
  const { owner } = territory;
  if (owner) return <Shield tribeId={owner.tribeId} ordinal={owner.ordinal} width={width} name={owner.tribeName} />;
  return (
    <span className="march-wild">
      <Icon name="campfire" />
    </span>
  );
}

/** What one must know of a territory at a glance. */
export function TerritoryTags({ territory, rulesetId }: { territory: TerritoryDetail; rulesetId: string }) {
  const ground = rulesetById(rulesetId).terrains[territory.terrain];
  const factorBp = Math.floor((ground.defenderBp * ground.garrisonHpBp) / 10_000);
  const holder = territory.owner?.tribeName ?? words.wild;
  const formation = namesText.formations[holdersOf(territory).formation].toLowerCase();
  return (
    <>
      <Tag>{mapText.tiers[territory.tier]}</Tag>
      <Tag>
        <Icon name={TERRAIN_ICONS[territory.terrain]} />
        {mapText.terrain[territory.terrain]}
      </Tag>
      <span className="desk row">
        {factorBp > 10_000 && <Tag tone="down">{words.defender(formatFactor(factorBp))}</Tag>}
        <Tag>{words.holders(holder, formatNumber(defenderCount(territory)), formation)}</Tag>
      </span>
    </>
  );
}
