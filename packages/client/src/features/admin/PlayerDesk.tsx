import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import type { PlayerDetail } from '@cryptotribes/protocol/features/adminPlayers';
import { useState } from 'react';
import { Link } from 'wouter';
import { useServerNow } from '../../net/hooks.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { ActButtons, sanctionActs } from './ActButtons.tsx';
import { AuditEntries } from './Audit.tsx';
import { usePlayer } from './adminApi.ts';
import { FlagCard } from './FlagCard.tsx';
import { type PlayerAct, PlayerDialog } from './PlayerDialog.tsx';
import { Cell, Loaded, may, StandingTag, Table, When } from './parts.tsx';

const words = t.users;

function Facts({ player, onAct }: { player: PlayerDetail; onAct: ((act: PlayerAct) => void) | null }) {
  const { person, standing, sanction, roles } = player;
  const acts: PlayerAct[] = roles.length > 0 ? ['endSessions'] : ['endSessions', 'flag', ...sanctionActs(standing)];
  return (
    <Panel
      title={words.name}
      aside={
        <span className="row">
          {player.online && <Tag tone="up">{words.online}</Tag>}
          <StandingTag standing={standing} />
        </span>
      }
    >
      <p className="disp admin-name">{person.username ?? words.nameless}</p>
      <dl className="admin-list">
        <dt>{words.wallet}</dt>
        <dd>
          <code className="admin-hash">{person.walletAddress}</code>
        </dd>
        <dt>ID</dt>
        <dd>
          <code className="admin-hash">{person.userId}</code>
        </dd>
        <dt>{words.created}</dt>
        <dd>
          <When at={player.createdAt} />
        </dd>
        <dt>{words.active}</dt>
        <dd>
          <When at={player.lastActiveAt} />
        </dd>
        {sanction && (
          <>
            <dt>{words.standings[standing]}</dt>
            <dd>
              <When at={sanction.since} /> · {words.sanction(sanction.reason)}
            </dd>
          </>
        )}
      </dl>
      {roles.length > 0 && (
        <p className="row mt-2 flex-wrap">
          {roles.map((role) => (
            <Tag key={role}>{t.roles[role]}</Tag>
          ))}
          <span className="faint">{words.isAdmin}</span>
        </p>
      )}
      {onAct && <ActButtons acts={acts} labels={words} onAct={onAct} />}
    </Panel>
  );
}

function Sessions({ player }: { player: PlayerDetail }) {
  const nowMs = useServerNow();
  const isOpen = (session: PlayerDetail['sessions'][number]) =>
    session.endedAt === null && Date.parse(session.expiresAt) > nowMs;
  return (
    <Panel
      title={words.sessions}
      aside={<span className="faint">{words.open(formatNumber(player.sessions.filter(isOpen).length))}</span>}
    >
      <Table label={words.sessions} columns={[words.sessions, words.from, words.until]}>
        {player.sessions.map((session) => (
          <tr key={session.sessionId}>
            <Cell label={words.sessions}>{words.sessionKinds[session.kind]}</Cell>
            <Cell label={words.from}>
              <When at={session.createdAt} />
            </Cell>
            <Cell label={words.until}>
              {session.endedAt ? (
                <span className="faint">
                  {words.ended} <When at={session.endedAt} />
                </span>
              ) : (
                <When at={session.expiresAt} />
              )}
            </Cell>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

function Entered({ player }: { player: PlayerDetail }) {
  return (
    <Panel title={words.seasons}>
      {player.seasons.length === 0 && <p className="muted">{t.none}</p>}
      <ul className="grid gap-1.5">
        {player.seasons.map((season) => (
          <li key={season.seasonId} className="row sp flex-wrap">
            <span>
              <b>{season.name}</b> <span className="faint">{t.season.status[season.status]}</span>
            </span>
            <span>
              {season.tribe && (
                <>
                  {season.tribe.name} <span className="faint">[{season.tribe.tag}]</span>{' '}
                </>
              )}
              {formatNumber(season.victoryPoints)} {words.vp}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** One player: who it is, what is known, what was done, and what can be done. */
export function PlayerDesk({ userId, roles }: { userId: string; roles: readonly AdminRole[] }) {
  const [act, setAct] = useState<PlayerAct | null>(null);
  const mayAct = may(roles, 'support', 'operator');
  return (
    <>
      <Link href="/admin/users" className="admin-link justify-self-start">
        {t.back}
      </Link>
      <Loaded query={usePlayer(userId)}>
        {(player) => (
          <>
            <div className="grid items-start gap-4 md:grid-cols-2">
              <Facts player={player} onAct={mayAct ? setAct : null} />
              <div className="grid gap-4">
                <Entered player={player} />
                <Sessions player={player} />
              </div>
            </div>
            {player.flags.map((flag) => (
              <FlagCard key={flag.flagId} flag={flag} roles={roles} />
            ))}
            <Panel title={words.history}>
              {player.history.length === 0 ? (
                <p className="muted">{t.none}</p>
              ) : (
                <AuditEntries entries={player.history} />
              )}
            </Panel>
            {act && <PlayerDialog act={act} player={player} onClose={() => setAct(null)} />}
          </>
        )}
      </Loaded>
    </>
  );
}
