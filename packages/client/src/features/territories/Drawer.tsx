/** One territory: who holds it, with what, what the ground does, what happened lately, and the one main action. */

import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { dyeOf } from '@cryptotribes/protocol/heraldry/dyes';
import { totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { SNOW } from '../../board/landColours.ts';
import { TerrainBanner } from '../../board/TerrainBanner.tsx';
import type { TerritoryView } from '../../board/view.ts';
import { markFirstStep } from '../../net/checklist.ts';
import { useMe, useSeason, useTerritory } from '../../net/hooks.ts';
import { drawerText } from '../../text/en/drawer.ts';
import { mapText } from '../../text/en/map.ts';
import { namesText } from '../../text/en/names.ts';
import { Bar } from '../../ui/Bar.tsx';
import { Since } from '../../ui/Countdown.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { FORMATION_ICONS, TERRAIN_ICONS, UNIT_GLYPHS } from '../../ui/unitIcons.ts';
import { landChip } from '../tribes/council/chips.ts';
import { ShareButton } from '../tribes/council/ShareButton.tsx';
import { DrawerFoot } from './DrawerFoot.tsx';
import { groundEffects } from './groundEffects.ts';
import { type Sheet, useSheet } from './useSheet.ts';

const t = drawerText;

interface BannerProps {
  view: TerritoryView;
  sheet: Sheet;
  onClose: () => void;
}

function Banner({ view, sheet, onClose }: BannerProps) {
  const { owner, terrain, tier } = view;
  return (
    <>
      <div className="banner" {...sheet.dragHandlers}>
        <TerrainBanner terrain={terrain} colour={owner ? dyeOf(owner.ordinal) : SNOW[tier]} />
        <button
          type="button"
          className="grab mob"
          aria-label={sheet.stop === 'full' ? t.smaller : t.bigger}
          onClick={sheet.cycle}
        />
        <h1>{view.name}</h1>
        <button type="button" className="ib" aria-label={t.close} onClick={onClose}>
          <LineIcon name="close" />
        </button>
      </div>
      <div className="banner-shield">
        {owner ? (
          <Shield tribeId={owner.tribeId} ordinal={owner.ordinal} width={66} />
        ) : (
          <span className="wild-mark">
            <Icon name="campfire" />
          </span>
        )}
      </div>
    </>
  );
}

function Figures({ view, lords }: { view: TerritoryView; lords: number }) {
  return (
    <dl className="stats mt-3">
      <div>
        <dt>{t.vpPerHour}</dt>
        <dd className="text-laurel">{view.vpPerHour}</dd>
      </div>
      <div>
        <dt>{t.goldPerHour}</dt>
        <dd className="text-gold">{view.goldPerHour}</dd>
      </div>
      <div>
        <dt>{t.garrison}</dt>
        <dd>
          {formatNumber(view.unitCount)}
          {view.owner && <span className="faint text-[12px] font-medium"> /{view.capacity}</span>}
        </dd>
      </div>
      <div>
        <dt>{t.lords}</dt>
        <dd>{lords}</dd>
      </div>
    </dl>
  );
}

function Garrison({ view }: { view: TerritoryView }) {
  const most = Math.max(1, ...UNIT_TYPES.map((unit) => view.units[unit]));
  return (
    <section>
      <div className="row sp mt-3.5 mb-1.5">
        <h2 className="cap">{t.garrisonTitle}</h2>
        <Tag>
          <Icon name={FORMATION_ICONS[view.formation]} />
          {namesText.formations[view.formation]}
        </Tag>
      </div>
      <ul>
        {UNIT_TYPES.map((unit) => (
          <li key={unit} className="garrison-row">
            <Icon name={UNIT_GLYPHS[unit]} />
            <span>{namesText.units[unit]}</span>
            <Bar share={view.units[unit] / most} tone="frost" />
            <b>{formatNumber(view.units[unit])}</b>
          </li>
        ))}
      </ul>
      {view.myUnits > 0 && (
        <p className="mt-1 text-[13px] text-ember">
          {t.mineInside}: {formatNumber(view.myUnits)}
        </p>
      )}
    </section>
  );
}

/** Whose units stand inside, most first. */
function Lords({ detail }: { detail: TerritoryDetail }) {
  const myId = useMe().data?.id;
  const lords = detail.contributors
    .filter(({ userId, units }) => userId !== null && totalUnits(units) > 0)
    .sort((a, b) => totalUnits(b.units) - totalUnits(a.units));
  if (lords.length === 0) return null;
  return (
    <section data-testid="lords">
      <h2 className="cap mt-3.5 mb-1">{t.lordsTitle}</h2>
      <ul>
        {lords.map((lord) => (
          <li key={lord.userId} className="lord-row">
            <b>
              {lord.username ?? t.lordNameless}
              {lord.userId === myId && <span className="text-ember"> ({t.lordYou})</span>}
            </b>
            <span className="faint">{t.workshop(lord.workshopLevel)}</span>
            <span>{formatNumber(totalUnits(lord.units))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Ground({ view, rulesetId }: { view: TerritoryView; rulesetId: string }) {
  const effects = groundEffects(rulesetId, view.terrain);
  return (
    <section>
      <h2 className="cap mt-3.5 mb-2">{t.groundTitle}</h2>
      {effects.length === 0 && <p className="muted text-[13px]">{t.plainGround}</p>}
      <div className="flex flex-wrap gap-1.5">
        {effects.map((effect) => (
          <Tag key={effect.key} tone={effect.tone}>
            {effect.unit && <Icon name={UNIT_GLYPHS[effect.unit]} />}
            {effect.unit && <span className="sr-only">{namesText.units[effect.unit]}</span>}
            {effect.text}
          </Tag>
        ))}
      </div>
    </section>
  );
}

function Lately({ battles }: { battles: TerritoryDetail['recentBattles'] }) {
  return (
    <section>
      <hr className="rule" />
      <h2 className="cap">{t.latelyTitle}</h2>
      {battles.length === 0 && <p className="muted mt-1 text-[13px]">{t.latelyEmpty}</p>}
      <ul>
        {battles.slice(0, 5).map((battle) => (
          <li key={battle.battleId} className="row py-1 text-[13px]">
            <span className={battle.result === 'defended' ? 'text-pine' : 'text-blood'}>
              <Icon name={battle.result === 'defended' ? 'bordered-shield' : 'tower-flag'} />
            </span>
            <Link href={`/battles/${battle.battleId}`} className="muted min-w-0 flex-1">
              {battle.result === 'defended' ? t.held : t.taken} <b className="text-frost-1">{battle.attacker}</b>
            </Link>
            <span className="faint">
              <Since instant={battle.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface DrawerProps {
  view: TerritoryView;
  /** Opened with the keyboard: the focus follows. */
  takesFocus: boolean;
  onClose: () => void;
}

export function Drawer({ view, takesFocus, onClose }: DrawerProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (view.tier === 'edge') markFirstStep('odds');
  }, [view.tier]);
  const { data: detail, error } = useTerritory(view.territoryId);
  const rulesetId = useSeason().data?.rulesetId;
  const { owner } = view;
  const sheet = useSheet(onClose);
  const lords = detail?.contributors.filter((lord) => lord.userId && totalUnits(lord.units) > 0).length ?? 0;

  useEffect(() => {
    if (takesFocus) panel.current?.focus();
  }, [takesFocus]);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className={`drawer panel is-${sheet.stop}`}
      data-testid="territory-drawer"
      data-covers-map=""
      aria-label={t.label(view.name)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <Banner view={view} sheet={sheet} onClose={onClose} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <div className="scroll" tabIndex={0} role="region" aria-label={view.name}>
        <div className="drawer-tags">
          <Tag>{mapText.tiers[view.tier]}</Tag>
          <Tag>
            <Icon name={TERRAIN_ICONS[view.terrain]} />
            {mapText.terrain[view.terrain]}
          </Tag>
          <Tag>{view.province}</Tag>
          <ShareButton
            chip={landChip(view.name)}
            path={`/territories/${view.territoryId}`}
            title={view.name}
            label={t.share}
            done={t.shared}
            failed={t.shareFailed}
          />
        </div>
        <p className="mt-2.5">
          <b className="font-semibold">{owner?.name ?? t.wildHolders}</b>{' '}
          <span className="faint">
            {owner ? (
              <>
                [{owner.tag}] · {t.since} <Since instant={owner.controlledSince} />
              </>
            ) : (
              `· ${t.wildNote}`
            )}
          </span>
        </p>
        <Figures view={view} lords={lords} />
        <Garrison view={view} />
        {detail && <Lords detail={detail} />}
        {rulesetId && <Ground view={view} rulesetId={rulesetId} />}
        {detail && <Lately battles={detail.recentBattles} />}
        {error && <p className="mt-3 text-blood">{t.failed}</p>}
      </div>
      <DrawerFoot view={view} detail={detail} />
    </aside>
  );
}
