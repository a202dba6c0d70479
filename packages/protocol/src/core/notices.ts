/** The events that can be noticed, and by which ways a new player is told. Without schemas: pages read it, too. */
import type { EventName } from '../features/events.ts';

/** How a notice may be told. bell: in the list of notices; toast: a card on the page; sound; push: a message to devices without an open page. */
export const NOTICE_WAYS = ['bell', 'toast', 'sound', 'push'] as const;
export type NoticeWay = (typeof NOTICE_WAYS)[number];
export type NoticeWays = Record<NoticeWay, boolean>;

const ways = (bell: boolean, toast: boolean, push = false): NoticeWays => ({ bell, toast, sound: false, push });

/** The events that can be noticed, and what a new player gets. Sound is silent until switched on. */
export const NOTICE_DEFAULTS = {
  attack_incoming: ways(true, true, true),
  battle_completed: ways(true, true, true),
  territory_lost: ways(true, true),
  raided: ways(true, true),
  training_completed: ways(true, true, true),
  building_upgraded: ways(true, true),
  units_returned: ways(true, false),
  tribe_message: ways(false, true),
  tribe_invite: ways(true, true),
  tribe_request: ways(true, true),
  tribe_member_joined: ways(true, false),
  tribe_member_left: ways(true, false),
  tribe_battle: ways(true, false),
  tribe_role_changed: ways(true, true),
  units_recalled: ways(true, true),
  season_started: ways(true, true),
  season_ending_soon: ways(true, true, true),
  season_ended: ways(true, true),
  season_cancelled: ways(true, true),
  payment_updated: ways(true, true),
  payout_updated: ways(true, true),
} as const satisfies Partial<Record<EventName, NoticeWays>>;
export type NoticeEvent = keyof typeof NOTICE_DEFAULTS;
export const NOTICE_EVENTS = Object.keys(NOTICE_DEFAULTS) as NoticeEvent[];
/** Events that are sent to devices; for the others `push` has no effect. */
export const PUSHED_EVENTS = [
  'attack_incoming',
  'battle_completed',
  'training_completed',
  'season_ending_soon',
] as const satisfies NoticeEvent[];
export type PushedEvent = (typeof PUSHED_EVENTS)[number];

/**
 * How loudly an event is told. act: something to act on, stays until it is put away; result: something of one's own is done, shown for
 * a moment; world: others, shown in the list alone unless switched on.
 */
export type NoticeClass = 'act' | 'result' | 'world';
export const NOTICE_CLASSES: Record<NoticeEvent, NoticeClass> = {
  attack_incoming: 'act',
  territory_lost: 'act',
  raided: 'act',
  season_ending_soon: 'act',
  season_cancelled: 'act',
  battle_completed: 'result',
  training_completed: 'result',
  building_upgraded: 'result',
  units_returned: 'result',
  units_recalled: 'result',
  tribe_message: 'result',
  tribe_invite: 'result',
  tribe_request: 'result',
  tribe_role_changed: 'result',
  season_started: 'result',
  season_ended: 'result',
  payment_updated: 'result',
  payout_updated: 'result',
  tribe_member_joined: 'world',
  tribe_member_left: 'world',
  tribe_battle: 'world',
};
