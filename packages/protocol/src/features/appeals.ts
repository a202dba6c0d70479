/** What a player is told about a restriction or a ban, and the way to have it looked at again. */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import { Instant, NullableInstant, NullableText, nullable, object, oneOf, WalletAddress } from '../core/schema.ts';
import { Standing } from './standing.ts';

export const APPEAL_MIN = 20;
export const APPEAL_MAX = 2_000;
const AppealText = Type.String({
  minLength: APPEAL_MIN,
  maxLength: APPEAL_MAX,
  pattern: '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]*$',
});

/** open: waits for an answer; kept: the restriction or ban stays; lifted: it was taken back. */
export const AppealStatus = oneOf(['open', 'kept', 'lifted'] as const);

export const StandingRecord = object({
  standing: Standing,
  /** What the person who decided wrote; null in good standing. */
  reason: NullableText,
  since: NullableInstant,
  /** There is a restriction or ban that was not appealed against yet. */
  mayAppeal: Type.Boolean(),
  /** The newest appeal, also after it was granted. */
  appeal: nullable(
    object({
      text: Type.String(),
      writtenAt: Instant,
      status: AppealStatus,
      answer: NullableText,
      answeredAt: NullableInstant,
    }),
  ),
});
export type StandingRecord = Static<typeof StandingRecord>;

const Signature = Type.String({ pattern: '^0x([0-9a-fA-F]{2}){1,4096}$', maxLength: 8194 });
const Ticket = Type.String({ pattern: '^[0-9a-f.]+$', minLength: 1, maxLength: 120 });

export const appealRoutes = {
  'appeals.standing': route({
    method: 'GET',
    path: '/v1/me/standing',
    access: 'user',
    summary: 'Whether you are restricted, why, and what became of your appeal.',
    data: StandingRecord,
  }),
  'appeals.write': route({
    method: 'POST',
    path: '/v1/me/appeals',
    access: 'user',
    summary: 'Ask for your restriction to be looked at again: once for each.',
    body: object({ text: AppealText }),
    data: StandingRecord,
  }),
  'appeals.show': route({
    method: 'POST',
    path: '/v1/appeals/show',
    access: 'public',
    limit: 'auth',
    summary:
      'The same for somebody who may not sign in: sign the message of POST /v1/auth/nonce. The ticket is good for half an hour, for one appeal.',
    body: object({
      walletAddress: WalletAddress,
      signature: Signature,
      message: Type.String({ minLength: 1, maxLength: 2000 }),
    }),
    data: object({ ticket: Type.String(), ...StandingRecord.properties }),
  }),
  'appeals.writeWithTicket': route({
    method: 'POST',
    path: '/v1/appeals',
    access: 'public',
    limit: 'auth',
    summary: 'Ask for your ban to be looked at again: once for each.',
    body: object({ ticket: Ticket, text: AppealText }),
    data: StandingRecord,
  }),
};
