/** A tribe's council: messages among members. Only those who are members at the moment read and write. */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  Instant,
  NullableInstant,
  NullableInteger,
  NullableText,
  ObjectId,
  object,
  oneOf,
  QueryInteger,
} from '../core/schema.ts';

export const TribeMessage = object({
  messageId: ObjectId,
  /** 1, 2, 3 … without gaps within the tribe. */
  number: Type.Integer({ minimum: 1 }),
  userId: ObjectId,
  username: NullableText,
  text: Type.String(),
  createdAt: Instant,
  /** How many members reported it; shown to chieftain and captains only. */
  reports: NullableInteger,
  reportedByMe: Type.Boolean(),
});
export type TribeMessage = Static<typeof TribeMessage>;

export const MessageReason = oneOf(['abuse', 'spam', 'cheating', 'other'] as const);
export type MessageReason = Static<typeof MessageReason>;

/** How far you have read. */
const readState = {
  /** Number of the newest message; 0 before the first. */
  lastNumber: Amount,
  readUpTo: Amount,
  /** Messages of others after that; counted up to 1,000. */
  unread: Amount,
};
const tribeParams = object({ tribeId: ObjectId });

export const councilRoutes = {
  'tribes.messages': route({
    method: 'GET',
    path: '/v1/tribes/:tribeId/messages',
    access: 'member',
    summary: "The tribe's messages, newest first; those of former members stay.",
    params: tribeParams,
    query: object({ cursor: Type.Optional(QueryInteger), limit: Type.Optional(QueryInteger) }),
    data: object({
      messages: Type.Array(TribeMessage),
      /** Cursor of the next page (older messages); null at the end. */
      next: NullableText,
      ...readState,
      /** Until then you cannot write; null = you can. */
      mutedUntil: NullableInstant,
    }),
  }),
  'tribes.postMessage': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/messages',
    access: 'member',
    summary:
      'Write to your tribe: 1 to 500 characters, no control characters but the line feed; at most 10 messages a minute.',
    params: tribeParams,
    body: object({ text: Type.String({ minLength: 1, maxLength: 4000 }) }),
    data: TribeMessage,
  }),
  'tribes.readMessages': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/messages/read',
    access: 'member',
    summary: 'You have read up to this number. Never goes back.',
    params: tribeParams,
    body: object({ upTo: Amount }),
    data: object(readState),
  }),
  'tribes.reportMessage': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/messages/:messageId/report',
    access: 'member',
    summary: 'Report a message. Once per message and player; again changes nothing.',
    params: object({ tribeId: ObjectId, messageId: ObjectId }),
    body: object({ reason: MessageReason }),
    data: object({ messageId: ObjectId, reported: Type.Literal(true) }),
  }),
  'tribes.mute': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/members/:userId/mute',
    access: 'leader',
    summary: 'Take the word from a member of lower rank for some minutes of real time; 0 gives it back.',
    params: object({ tribeId: ObjectId, userId: ObjectId }),
    body: object({ minutes: Type.Integer({ minimum: 0, maximum: 10_080 }) }),
    data: object({ userId: ObjectId, mutedUntil: NullableInstant }),
  }),
};
