import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import { mix } from '@cryptotribes/protocol/heraldry/colour';
import { heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import { largestRemainder } from '@cryptotribes/rules/core/rounding';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { CSSProperties, ReactNode } from 'react';
import { useMe, useSeason } from '../../net/hooks.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { formatInstant, formatNumber, formatRank, formatUsdt } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { membersOf } from './members.ts';

const t = tribeText;

/** What a member would get of the tribe's prize if the season ended now, in USDT; the same division as the server's. */
export function shareOf(tribe: Tribe, userId: string, rulesetId: string): number {
  const members = membersOf(tribe);
  const weights = rulesetById(rulesetId).prizes.seatWeights;
  const at = members.findIndex(({ member }) => member.userId === userId);
  if (at < 0) return 0;
  const parts = largestRemainder(
    Math.round(tribe.prizePool * 1e6),
    members.map(({ role }) => weights[role]),
  );
  return (parts[at] ?? 0) / 1e6;
}

function Figure({ term, className = '', children }: { term: string; className?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd className={className}>{children}</dd>
    </div>
  );
}

/** The head of a tribe's page, in its dye: shield, name, standing. */
export function TribeHead({ tribe, action }: { tribe: Tribe; action?: ReactNode }) {
  const me = useMe().data;
  const season = useSeason().data;
  const { field } = heraldry(tribe.id, tribe.ordinal);
  const dyes = {
    '--dye': mix(field, '#0b1216', 0.18),
    '--dye-dim': mix(field, '#0D1418', 0.74),
  } as CSSProperties;
  const isMine = me?.tribeId === tribe.id;
  const isPaid = season !== undefined && !season.free;
  return (
    <section className="tribe-head" style={dyes}>
      <svg className="hero-ground" preserveAspectRatio="xMidYMid slice" viewBox="0 0 1400 188" aria-hidden="true">
        <rect width="1400" height="188" fill="url(#t-forest)" />
      </svg>
      <div className="tribe-head-shield">
        <Shield tribeId={tribe.id} ordinal={tribe.ordinal} width={104} />
      </div>
      <div className="tribe-head-name">
        <h1>{tribe.name}</h1>
        <p>
          [{tribe.tag}]{!isMine && ` · ${t.founded} ${formatInstant(tribe.createdAt)}`}
        </p>
        {action}
      </div>
      <dl className="tribe-head-figures">
        <Figure term={t.rank}>{tribe.tribeRank === null ? '–' : formatRank(tribe.tribeRank)}</Figure>
        <Figure term={t.totalVp} className="text-laurel">
          <Icon name="laurels" /> {formatNumber(tribe.totalVP)}
        </Figure>
        <Figure term={t.land}>{formatNumber(tribe.territoriesControlled)}</Figure>
        {(!isPaid || !isMine) && <Figure term={t.members}>{t.seats(tribe.memberCount)}</Figure>}
        {isPaid && (
          <Figure term={t.share} className="text-gold">
            {formatUsdt(tribe.prizePool)}
          </Figure>
        )}
        {isPaid && isMine && me && season && (
          <Figure term={t.myShare} className="text-gold">
            {formatUsdt(shareOf(tribe, me.id, season.rulesetId))}
          </Figure>
        )}
      </dl>
    </section>
  );
}
