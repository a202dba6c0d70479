import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import { useMe, useSeason, useTribe } from '../../net/hooks.ts';
import { aboutText } from '../../text/en/about.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { formatNumber, formatRank, formatUsdt } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { LeaveTribe } from './LeaveTribe.tsx';
import { Requests } from './Requests.tsx';

const t = tribeText;
const CAPTAINS = 2;
const WARRIORS = 9;

type Member = Tribe['members']['captains'][number];
type Role = keyof typeof t.roles;

/** The twelve seats in order; null = open. */
function seatsOf(tribe: Tribe): { key: string; role: Role; member: Member | null }[] {
  const { chieftain, captains, warriors } = tribe.members;
  const fill = (role: Role, members: readonly Member[], seats: number) =>
    Array.from({ length: Math.max(seats, members.length) }, (_, i) => ({
      key: `${role} ${i}`,
      role,
      member: members[i] ?? null,
    }));
  return [
    ...fill('chieftain', chieftain ? [chieftain] : [], 1),
    ...fill('captain', captains, CAPTAINS),
    ...fill('warrior', warriors, WARRIORS),
  ];
}

function Seats({ tribe, myId }: { tribe: Tribe; myId: string | undefined }) {
  return (
    <Panel title={t.members} aside={<span className="cap">{t.seats(tribe.memberCount)}</span>}>
      <ul className="seats">
        {seatsOf(tribe).map(({ key, role, member }) => (
          <li key={key} className={member ? 'seat' : 'seat open'} data-testid="tribe-member">
            <span className="cap">{t.roles[role]}</span>
            {member ? (
              <>
                <b className="truncate font-semibold">
                  {member.username ?? t.nameless} {member.userId === myId && <Tag tone="warm">{t.you}</Tag>}
                </b>
                <span className="faint text-[13px]">
                  {formatNumber(member.victoryPoints)} {t.memberVp}
                </span>
              </>
            ) : (
              <span className="faint">{t.openSeat}</span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** A tribe: shield, figures, seats; for its leaders also requests and invitations. */
export function TribeHall({ tribeId }: { tribeId: string }) {
  const { data: tribe, isLoading } = useTribe(tribeId);
  const me = useMe().data;
  const season = useSeason().data;
  if (!tribe) {
    return (
      <main id="main" className="page" aria-busy={isLoading}>
        <h1 className="sr-only">{t.title}</h1>
        {isLoading ? <Skeleton lines={6} /> : <p className="text-blood">{t.failed}</p>}
      </main>
    );
  }
  const isMine = me?.tribeId === tribe.id;
  const isLeader = isMine && (me?.tribe?.role === 'chieftain' || me?.tribe?.role === 'captain');
  return (
    <main id="main" className="page grid gap-4">
      <div className="row gap-5">
        <Shield tribeId={tribe.id} ordinal={tribe.ordinal} width={92} />
        <div className="min-w-0">
          <h1>{tribe.name}</h1>
          <p className="faint mt-1">[{tribe.tag}]</p>
        </div>
      </div>
      <dl className="stats tribe-stats">
        <div>
          <dt>{t.rank}</dt>
          <dd>{tribe.tribeRank === null ? '–' : formatRank(tribe.tribeRank)}</dd>
        </div>
        <div>
          <dt>{t.vp}</dt>
          <dd className="text-laurel">{formatNumber(tribe.totalVP)}</dd>
        </div>
        <div>
          <dt>{t.lands}</dt>
          <dd>{tribe.territoriesControlled}</dd>
        </div>
        <div>
          <dt>{season?.free ? aboutText.prizesTitle : t.share}</dt>
          <dd className="text-gold">{season?.free ? '–' : formatUsdt(tribe.prizePool)}</dd>
        </div>
      </dl>
      <div className="grid items-start gap-4 lg:grid-cols-[1fr_360px]">
        <Seats tribe={tribe} myId={me?.id} />
        {isMine && (
          <div className="grid gap-4">
            {isLeader && <Requests tribe={tribe} />}
            <LeaveTribe tribe={tribe} />
          </div>
        )}
      </div>
    </main>
  );
}
