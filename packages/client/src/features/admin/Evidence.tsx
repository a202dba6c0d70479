import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import type { FairPlayEvidence, SignalSeen } from '@cryptotribes/protocol/features/adminFairPlay';
import { useState } from 'react';
import { Link, useSearch } from 'wouter';
import { adminText as t } from '../../text/en/admin.ts';
import { fairPlayText as words } from '../../text/en/fairPlay.ts';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { ActButtons, type SanctionAct, sanctionActs } from './ActButtons.tsx';
import { ActDialog } from './ActDialog.tsx';
import { AppealCard } from './AppealCard.tsx';
import { adminApi, useEvidence } from './adminApi.ts';
import { ScoreBar } from './FairPlay.tsx';
import { FlagCard } from './FlagCard.tsx';
import { Cell, Loaded, may, nameOf, PersonLink, StandingTag, Table, When } from './parts.tsx';

const FACTS: Record<SanctionAct, string> = {
  restrict: t.users.restrictFact,
  ban: t.users.banFact,
  lift: t.users.liftFact,
};

function Sign({ sign, seasonId }: { sign: SignalSeen; seasonId: string | null }) {
  return (
    <li className="fair-sign">
      <span className="row sp flex-wrap">
        <b>{words.kinds[sign.kind]}</b>
        <span className="faint">{words.points(formatNumber(sign.points))}</span>
      </span>
      <p>{words.sentences[sign.kind](sign.figures)}</p>
      {sign.others.length > 0 && (
        <p className="row flex-wrap">
          <span className="faint">{words.others}</span>
          {sign.others.map((person) => (
            <Link
              key={person.userId}
              href={`/admin/fairplay/${person.userId}${seasonId === null ? '' : `?season=${seasonId}`}`}
              className="admin-link"
            >
              {nameOf(person)}
            </Link>
          ))}
        </p>
      )}
    </li>
  );
}

function Head({ found, onAct }: { found: FairPlayEvidence; onAct: ((act: SanctionAct) => void) | null }) {
  const { standing } = found;
  // While a flag is open, the decision belongs to it.
  const isOpen = found.flags.some(({ status }) => status === 'open');
  const acts = sanctionActs(standing).filter((act) => act === 'lift' || !isOpen);
  return (
    <Panel title={words.player} aside={<StandingTag standing={standing} />}>
      <p className="disp admin-name">
        <PersonLink person={found.person} />
      </p>
      <ScoreBar score={found.score} review={found.reviewScore} />
      <p className="muted mt-1">{words.scoreOf(formatNumber(found.score), formatNumber(found.reviewScore))}</p>
      <p className="faint">
        {found.season?.name}
        {found.computedAt && (
          <>
            {' · '}
            {words.computed} <When at={found.computedAt} />
          </>
        )}
      </p>
      <h3 className="cap mt-3">{words.holds}</h3>
      {found.holds.length === 0 ? (
        <p>{words.holdsNone}</p>
      ) : (
        <p className="row flex-wrap">
          {found.holds.map((why) => (
            <Tag key={why} tone="warm">
              {words.holdsWhy[why]}
            </Tag>
          ))}
        </p>
      )}
      {onAct && (
        <>
          <ActButtons acts={acts} labels={words} onAct={onAct} />
          {acts.length > 0 && <p className="faint mt-1">{words.decideNote}</p>}
        </>
      )}
    </Panel>
  );
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

function Hours({ days }: { days: FairPlayEvidence['days'] }) {
  return (
    <Panel title={words.hours}>
      {days.length === 0 ? (
        <p className="muted">{words.noHours}</p>
      ) : (
        <>
          <p className="faint mb-2">{words.hoursNote}</p>
          <ul className="fair-days">
            {days.map(({ day, hours, commands }) => {
              const active = HOURS.filter((hour) => hours & (1 << hour));
              return (
                <li key={day}>
                  <span className="num">{day.slice(5)}</span>
                  <span
                    className="fair-hours"
                    role="img"
                    aria-label={words.hoursOf(day, formatNumber(active.length), formatNumber(commands))}
                  >
                    {HOURS.map((hour) => (
                      <i key={hour} className={active.includes(hour) ? 'on' : ''} />
                    ))}
                  </span>
                  <span className="faint num">{formatNumber(commands)}</span>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </Panel>
  );
}

function Battles({ battles }: { battles: FairPlayEvidence['battles'] }) {
  return (
    <Panel title={words.battles}>
      {battles.length === 0 ? (
        <p className="muted">{words.noBattles}</p>
      ) : (
        <Table
          label={words.battles}
          columns={[words.when, words.attacker, words.defender, words.power, words.winner, words.gained]}
        >
          {battles.map((battle) => (
            <tr key={`${battle.battleId} ${battle.other.userId}`}>
              <Cell label={words.when}>
                <Link href={`/battles/${battle.battleId}`} className="admin-link">
                  <When at={battle.at} />
                </Link>
              </Cell>
              <Cell label={words.attacker}>{nameOf(battle.attacker)}</Cell>
              <Cell label={words.defender}>
                {nameOf(battle.other)} <span className="faint">{words.targets[battle.target]}</span>
              </Cell>
              <Cell label={words.power}>
                {formatNumber(battle.attackerPower ?? 0)} : {formatNumber(battle.defenderPower ?? 0)}
              </Cell>
              <Cell label={words.winner}>{words.won[battle.winner]}</Cell>
              <Cell label={words.gained}>{words.gains(formatNumber(battle.vp), formatNumber(battle.gold))}</Cell>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

function Wallet({ wallet }: { wallet: FairPlayEvidence['wallet'] }) {
  return (
    <Panel title={words.wallet}>
      <p>
        {wallet === null
          ? words.walletUnasked
          : wallet.state === 'known'
            ? words.walletKnown(formatNumber(wallet.transactions ?? 0), wallet.isAged ?? false)
            : words.walletState[wallet.state]}
      </p>
    </Panel>
  );
}

function send(
  act: SanctionAct,
  userId: string,
  { reason, confirm }: { reason: string; confirm: string },
): Promise<unknown> {
  const params = { userId };
  if (act === 'ban') return adminApi.call('admin.ban', { params, body: { reason, confirm } });
  return adminApi.call(act === 'restrict' ? 'admin.restrict' : 'admin.lift', { params, body: { reason } });
}

/** Everything that a decision about one player needs, on one page. */
export function Evidence({ userId, roles }: { userId: string; roles: readonly AdminRole[] }) {
  const [act, setAct] = useState<SanctionAct | null>(null);
  const seasonId = new URLSearchParams(useSearch()).get('season');
  const mayAct = may(roles, 'support', 'operator');
  return (
    <>
      <Link href="/admin/fairplay" className="admin-link justify-self-start">
        {words.back}
      </Link>
      <Loaded query={useEvidence(userId, seasonId)}>
        {(found) => (
          <>
            <div className="grid items-start gap-4 md:grid-cols-2">
              <Head found={found} onAct={mayAct ? setAct : null} />
              <Panel title={words.signs}>
                {found.signals.length === 0 ? (
                  <p className="muted">{words.noneHere}</p>
                ) : (
                  <ul className="grid gap-3">
                    {found.signals.map((sign) => (
                      <Sign key={sign.kind} sign={sign} seasonId={found.season?.seasonId ?? null} />
                    ))}
                  </ul>
                )}
              </Panel>
            </div>
            {found.appeals.map((appeal) => (
              <AppealCard key={appeal.appealId} appeal={appeal} />
            ))}
            {found.flags.map((flag) => (
              <FlagCard key={flag.flagId} flag={flag} roles={roles} />
            ))}
            <Battles battles={found.battles} />
            <div className="grid items-start gap-4 md:grid-cols-2">
              <Hours days={found.days} />
              <Wallet wallet={found.wallet} />
            </div>
            {act && (
              <ActDialog
                title={words[act]}
                about={nameOf(found.person)}
                facts={act === 'lift' ? [FACTS.lift] : [FACTS[act], words.decideNote]}
                confirm={act === 'ban' ? found.confirm : undefined}
                action={words[act]}
                isDanger={act === 'ban'}
                onAct={(given) => send(act, userId, given)}
                onClose={() => setAct(null)}
              />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
