import type { TribeRole } from '@cryptotribes/protocol/core/schema';
import type { Tribe, TribeMember } from '@cryptotribes/protocol/features/tribes';
import { useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useMute } from '../../net/councilHooks.ts';
import { useMe } from '../../net/hooks.ts';
import { useGarrisons, useSetRole } from '../../net/tribeHooks.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Since } from '../../ui/Countdown.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { departureOf } from './departure.ts';
import { DismissDialog, HandOverDialog } from './MemberDialogs.tsx';
import { MuteDialog } from './MuteDialog.tsx';
import { type MemberAction, memberActions } from './memberActions.ts';
import { membersOf, type SeatView, seatsOf } from './members.ts';
import { SendHomeDialog } from './SendHomeDialog.tsx';
import { useBlocked } from './useBlocked.ts';

const t = tribeText;
const ROLE_ICONS: Record<TribeRole, IconName> = {
  chieftain: 'laurel-crown',
  captain: 'knight-banner',
  warrior: 'crossed-axes',
};

function Presence({ member }: { member: TribeMember }) {
  if (member.online === null || member.lastSeen === null) return null;
  if (member.online) {
    return (
      <span className="seat-here">
        <span className="dot" aria-hidden="true" />
        {t.here}
      </span>
    );
  }
  // The words around the span differ by language: the span is put in as a piece of its own.
  const [before, after] = t.ago('\0').split('\0');
  return (
    <span className="faint">
      {before}
      <Since instant={member.lastSeen} />
      {after}
    </span>
  );
}

function Occupied({
  seat,
  isMe,
  actions,
}: {
  seat: SeatView & { member: TribeMember };
  isMe: boolean;
  actions: readonly MenuItem[];
}) {
  const { member, role } = seat;
  return (
    <>
      <span className="seat-role">
        <Icon name={ROLE_ICONS[role]} />
        <span className="cap">{t.roles[role]}</span>
      </span>
      <b className="seat-name">
        {member.username ?? t.nameless} {isMe && <Tag tone="warm">{t.you}</Tag>}
        {member.mutedUntil !== null && <Tag tone="down">{t.muted}</Tag>}
      </b>
      <span className="seat-figures">
        <span>
          <Icon name="laurels" className="text-laurel" />
          {formatNumber(member.victoryPoints)} {t.vp}
        </span>
        {member.unitsHome !== null && (
          <span title={t.homeTitle}>
            <Icon name="crossed-axes" className="text-frost-3" />
            {t.home(formatNumber(member.unitsHome))}
          </span>
        )}
        <Presence member={member} />
      </span>
      {actions.length > 0 && (
        <Menu label={t.menuFor(member.username ?? t.nameless)} items={actions} className="seat-menu" />
      )}
    </>
  );
}

type Asking = { action: MemberAction; member: TribeMember };

/** The twelve seats; for members with who is there, for leaders with what they may do. */
export function Seats({ tribe }: { tribe: Tribe }) {
  const me = useMe().data;
  const isMine = me?.tribeId === tribe.id;
  const blocked = useBlocked();
  const garrisons = useGarrisons(isMine ? tribe.id : null).data?.territories;
  const setRole = useSetRole(tribe.id);
  const mute = useMute(tribe.id);
  const [asking, setAsking] = useState<Asking | null>(null);
  const myRole = isMine ? me?.tribe?.role : undefined;
  const onError = (error: unknown) => showToast(errorText(error), 'bad');

  function run(action: MemberAction, member: TribeMember): void {
    const name = member.username ?? t.nameless;
    if (action === 'toCaptain' || action === 'toWarrior') {
      const role = action === 'toCaptain' ? 'captain' : 'warrior';
      setRole.mutate({ userId: member.userId, role }, { onError });
    } else if (action === 'unmute') {
      const onSuccess = () => showToast(t.unmutedToast(name), 'good');
      mute.mutate({ userId: member.userId, minutes: 0 }, { onError, onSuccess });
    } else setAsking({ action, member });
  }

  function itemsFor(member: TribeMember, role: TribeRole): MenuItem[] {
    if (!me || !myRole) return [];
    const unitsOut = garrisons ? departureOf(garrisons, member.userId).units : null;
    const target = { member, role };
    return memberActions({ tribe, viewer: { id: me.id, role: myRole }, target, blocked, unitsOut }).map((view) => ({
      key: view.action,
      label: view.label,
      icon: view.icon,
      reason: view.reason,
      isDanger: view.action === 'dismiss',
      run: () => run(view.action, member),
    }));
  }

  const here = membersOf(tribe).filter(({ member }) => member.online).length;
  const roleOfAsked = membersOf(tribe).find(({ member }) => member.userId === asking?.member.userId)?.role;
  const close = () => setAsking(null);
  return (
    <Panel
      title={t.seatsTitle}
      aside={
        isMine ? (
          <span className="cap seat-here">
            <span className="dot" aria-hidden="true" />
            {t.hereCount(here, tribe.memberCount)}
          </span>
        ) : (
          <span className="cap">{t.seats(tribe.memberCount)}</span>
        )
      }
    >
      <ul className="seats">
        {seatsOf(tribe).map((seat) => {
          const { key, role, member } = seat;
          return (
            <li key={key} className={`seat ${role} ${member ? '' : 'open'}`} data-testid="tribe-member">
              {member ? (
                <Occupied seat={{ ...seat, member }} isMe={member.userId === me?.id} actions={itemsFor(member, role)} />
              ) : (
                <>
                  <span className="seat-role">
                    <Icon name={ROLE_ICONS[role]} />
                    <span className="cap">{t.roles[role]}</span>
                  </span>
                  <span className="faint seat-name">{t.openSeat}</span>
                </>
              )}
            </li>
          );
        })}
      </ul>
      {asking?.action === 'dismiss' && <DismissDialog tribe={tribe} member={asking.member} onClose={close} />}
      {asking?.action === 'handOver' && (
        <HandOverDialog tribe={tribe} member={asking.member} role={roleOfAsked ?? 'warrior'} onClose={close} />
      )}
      {asking?.action === 'sendHome' && <SendHomeDialog tribe={tribe} member={asking.member} onClose={close} />}
      {asking?.action === 'mute' && (
        <MuteDialog
          tribeId={tribe.id}
          userId={asking.member.userId}
          name={asking.member.username ?? t.nameless}
          onClose={close}
        />
      )}
    </Panel>
  );
}
