/** What a member may do with another one: the same list for buttons, keys and menus. Pure; the server decides again. */
import type { TribeRole } from '@cryptotribes/protocol/core/schema';
import type { Tribe, TribeMember } from '@cryptotribes/protocol/features/tribes';
import { canMute } from '@cryptotribes/rules/tribes/messages';
import { canAppoint, canSendHome } from '@cryptotribes/rules/tribes/roster';
import { tribeText } from '../../text/en/tribe.ts';
import type { IconName } from '../../ui/iconNames.ts';
import { hasSeat } from './members.ts';

const t = tribeText;

export type MemberAction = 'toCaptain' | 'toWarrior' | 'handOver' | 'sendHome' | 'mute' | 'unmute' | 'dismiss';

export interface ActionView {
  action: MemberAction;
  label: string;
  icon: IconName;
  /** Why not at the moment; null = allowed. */
  reason: string | null;
}

interface Situation {
  tribe: Tribe;
  viewer: { id: string; role: TribeRole };
  target: { member: TribeMember; role: TribeRole };
  /** Why nothing can be ordered at all, and why nobody can be dismissed. */
  blocked: { all: string | null; dismissing: string | null };
  /** Units of the target in garrisons; null while that is not known. */
  unitsOut: number | null;
}

const ICONS: Record<MemberAction, IconName> = {
  toCaptain: 'knight-banner',
  toWarrior: 'crossed-axes',
  handOver: 'laurel-crown',
  sendHome: 'viking-longhouse',
  mute: 'padlock',
  unmute: 'ringing-bell',
  dismiss: 'broken-shield',
};

/** Actions that the viewer's role has at all, in the order of the menu. Nobody has any with himself. */
export function memberActions({ tribe, viewer, target, blocked, unitsOut }: Situation): ActionView[] {
  const { member, role } = target;
  if (member.userId === viewer.id) return [];
  const view = (action: MemberAction, reason: string | null): ActionView => ({
    action,
    label: t.actions[action],
    icon: ICONS[action],
    reason,
  });
  const list: ActionView[] = [];
  if (canAppoint(viewer.role)) {
    if (role === 'warrior')
      list.push(view('toCaptain', blocked.all ?? (hasSeat(tribe, 'captain') ? null : t.captainsFull)));
    if (role === 'captain')
      list.push(view('toWarrior', blocked.all ?? (hasSeat(tribe, 'warrior') ? null : t.warriorsFull)));
    list.push(view('handOver', blocked.all));
  }
  if (canSendHome(viewer.role)) list.push(view('sendHome', blocked.all ?? (unitsOut === 0 ? t.noUnits : null)));
  if (canMute(viewer.role, role)) list.push(view(member.mutedUntil === null ? 'mute' : 'unmute', null));
  if (canAppoint(viewer.role)) list.push(view('dismiss', blocked.dismissing));
  return list;
}
