import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import type { ComponentType } from 'react';
import { Link, useParams } from 'wouter';

import { useTitle } from '../../app/useTitle.ts';
import { useMe } from '../../net/hooks.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Tag } from '../../ui/Tag.tsx';
import NotFoundPage from '../notFound/NotFoundPage.tsx';
import { Audit } from './Audit.tsx';
import { useOverview, useRoles } from './adminApi.ts';
import { Decisions } from './Decisions.tsx';
import { FairPlay } from './FairPlay.tsx';
import { Flags } from './Flags.tsx';
import { Overview } from './Overview.tsx';
import { Payments } from './Payments.tsx';
import { PayoutBanner } from './PayoutBanner.tsx';
import { Payouts } from './Payouts.tsx';
import { Seasons } from './Seasons.tsx';
import { Users } from './Users.tsx';
import './admin.css';

export interface SectionProps {
  roles: readonly AdminRole[];
  /** What follows the section's name in the address. */
  id: string | null;
}

const SECTIONS = {
  overview: Overview,
  seasons: Seasons,
  users: Users,
  flags: Flags,
  fairplay: FairPlay,
  payments: Payments,
  payouts: Payouts,
  decisions: Decisions,
  audit: Audit,
} as const satisfies Record<string, ComponentType<SectionProps>>;
type SectionName = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as SectionName[];

const isSection = (name: string): name is SectionName => Object.hasOwn(SECTIONS, name);

/** How many things wait behind a section's link. */
function Waiting({ name }: { name: SectionName }) {
  const overview = useOverview().data;
  const count = name === 'flags' ? overview?.openFlags : name === 'decisions' ? overview?.openProposals : 0;
  return count ? <span className="badge">{count}</span> : null;
}

function Desk({ section, id, roles }: SectionProps & { section: SectionName }) {
  useTitle(`${t.sections[section]} · ${t.title}`);
  const Section = SECTIONS[section];
  return (
    <main id="main" className="page admin">
      <header className="admin-head">
        <h1>{t.title}</h1>
        <p className="row flex-wrap">
          {roles.map((role) => (
            <Tag key={role}>{t.roles[role]}</Tag>
          ))}
        </p>
      </header>
      <nav className="admin-nav" aria-label={t.nav}>
        {NAMES.map((name) => (
          <Link key={name} href={`/admin/${name}`} aria-current={name === section ? 'page' : undefined}>
            {t.sections[name]}
            <Waiting name={name} />
          </Link>
        ))}
      </nav>
      <PayoutBanner />
      <div data-testid={`admin-${section}`} className="grid gap-4">
        <h2 className="sr-only">{t.sections[section]}</h2>
        <Section roles={roles} id={id} />
      </div>
    </main>
  );
}

/** The administration: for those who hold a role; to everybody else the page does not exist. */
export default function AdminPage() {
  const { section = 'overview', id } = useParams<{ section?: string; id?: string }>();
  const me = useMe().data;
  const roles = useRoles(me?.id ?? null).data;
  if (me === undefined || roles === undefined) {
    return (
      <main id="main" className="page" aria-busy="true">
        <Skeleton lines={8} />
      </main>
    );
  }
  if (roles === null || roles.length === 0 || !isSection(section)) return <NotFoundPage />;
  return <Desk section={section} id={id ?? null} roles={roles} />;
}
