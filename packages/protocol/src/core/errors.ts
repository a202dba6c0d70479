/**
 * Every error code of the API: HTTP status, a sentence for people, whether trying again can help, whether it is reported to us.
 * SPEC appendix A is kept to the letter; the rest follows its style. docs/API.md lists the same table (a test compares them).
 */
export interface ErrorDefinition {
  readonly status: number;
  readonly message: string;
  /** The same request can succeed later without changing it. */
  readonly retry: boolean;
  /** Our fault: logged as an error. */
  readonly report: boolean;
}

const refused = (status: number, message: string, retry = false): ErrorDefinition => ({
  status,
  message,
  retry,
  report: false,
});

export const ERRORS = {
  // SPEC appendix A
  INVALID_TOKEN: refused(401, 'Your session is missing, has ended or was signed out. Sign in again.'),
  INSUFFICIENT_RESOURCES: refused(400, 'You do not have enough gold for this.'),
  BUILDING_ALREADY_UPGRADING: refused(400, 'This building is already being upgraded.'),
  UNIT_NOT_UNLOCKED: refused(400, 'This unit needs a higher barracks level.'),
  ARMY_CAP_EXCEEDED: refused(400, 'This would exceed your army capacity.'),
  TERRITORY_NOT_FOUND: refused(404, 'There is no such territory in this season.'),
  ALREADY_IN_TRIBE: refused(400, 'This player already belongs to a tribe.'),
  TRIBE_FULL: refused(400, 'This tribe has no free seat of that kind.'),
  SEASON_NOT_ACTIVE: refused(400, 'The season is not open for this at the moment.', true),
  PAYMENT_FAILED: refused(402, 'The payment was not completed.', true),
  CONCURRENT_MODIFICATION: refused(409, 'Something changed at the same moment. Try again.', true),
  RATE_LIMIT_EXCEEDED: refused(429, 'Too many requests. Wait a moment.', true),

  // requests
  VALIDATION_FAILED: refused(400, 'The request does not have the expected form.'),
  INVALID_JSON: refused(400, 'The request body is not valid JSON.'),
  UNSUPPORTED_MEDIA_TYPE: refused(415, 'Send the body as application/json.'),
  PAYLOAD_TOO_LARGE: refused(413, 'The request body is too large.'),
  NOT_FOUND: refused(404, 'There is nothing at this address.'),
  METHOD_NOT_ALLOWED: refused(405, 'This address does not take that method.'),
  IDEMPOTENCY_KEY_REUSED: refused(422, 'This Idempotency-Key was used for a different request.'),
  IDEMPOTENCY_KEY_INVALID: refused(400, 'An Idempotency-Key has 8 to 128 letters, digits or -_.:'),

  // who you are and what you may do
  INVALID_SIGNATURE: refused(401, 'The signature does not belong to this wallet and message.'),
  INVALID_NONCE: refused(401, 'This sign-in request has expired or was used already. Start again.'),
  FORBIDDEN: refused(403, 'You may not do this.'),
  ORIGIN_NOT_ALLOWED: refused(403, 'Requests from this website are not accepted.'),
  ENTRY_FEE_REQUIRED: refused(402, 'You have not entered this season.'),

  // villages
  MAX_LEVEL_REACHED: refused(400, 'This building has reached its highest level.'),
  BUILDING_NOT_UPGRADING: refused(400, 'This building is not being upgraded.'),
  UPGRADE_NOT_FINISHED: refused(400, 'The upgrade is not finished yet.', true),
  INVALID_QUANTITY: refused(400, 'Choose a whole number of units, at least one.'),
  TRAINING_QUEUE_FULL: refused(400, 'The training queue is full.', true),
  TRAINING_NOT_FOUND: refused(404, 'There is no such training batch in your village.'),
  TRAINING_NOT_FINISHED: refused(400, 'This batch is still in training.', true),
  TRAINING_ALREADY_FINISHED: refused(400, 'This batch has finished training and can no longer be cancelled.'),
  TRAINING_CANCELLED: refused(400, 'This batch was cancelled.'),

  // battles and territories
  INSUFFICIENT_UNITS: refused(400, 'You do not have that many units there.'),
  EMPTY_ARMY: refused(400, 'Choose at least one unit.'),
  NOT_IN_TRIBE: refused(403, 'Only members of a tribe can do this.'),
  OWN_TERRITORY: refused(400, 'Your tribe holds this territory.'),
  NOT_OWN_TERRITORY: refused(403, 'Your tribe does not hold this territory.'),
  TERRITORY_PROTECTED: refused(400, 'This territory is protected by a truce.', true),
  GARRISON_LIMIT: refused(400, 'Your units already stand in as many territories as allowed.'),
  GARRISON_FULL: refused(400, 'The garrison has no room for these units.'),
  BATTLE_NOT_FOUND: refused(404, 'There is no such battle.'),

  // raids
  NO_RAID_CHARGE: refused(400, 'You have no raid charge left.', true),
  CAMP_LOCKED: refused(400, 'Beat the camp before this one first.'),
  VILLAGE_SHIELDED: refused(400, 'This village is shielded at the moment.', true),
  OWN_TRIBE: refused(400, 'This player belongs to your own tribe.'),
  OWN_VILLAGE: refused(400, 'This is your own village.'),

  // tribes and people
  USER_NOT_FOUND: refused(404, 'There is no such player.'),
  TRIBE_NOT_FOUND: refused(404, 'There is no such tribe.'),
  INVITE_NOT_FOUND: refused(404, 'There is no such invitation.'),
  INVITE_EXPIRED: refused(400, 'This invitation is no longer open.'),
  REQUEST_NOT_FOUND: refused(404, 'There is no such request to join.'),
  ALREADY_INVITED: refused(409, 'This player already has an open invitation from the tribe.'),
  INVALID_NAME: refused(400, 'This name cannot be used.'),
  NAME_TAKEN: refused(409, 'This name is taken or looks too much like one that is.'),
  TAG_TAKEN: refused(409, 'This tag is taken.'),
  USERNAME_TAKEN: refused(409, 'This name is taken or looks too much like one that is.'),
  HAND_OVER_FIRST: refused(400, 'The chieftain must hand over the lead before leaving.'),
  DISMISSAL_CLOSED: refused(400, 'Members can be dismissed in the first half of the season only.'),
  MEMBER_NOT_FOUND: refused(404, 'This player is not a member of the tribe.'),
  INVALID_MESSAGE: refused(400, 'This message cannot be sent.'),
  MESSAGE_NOT_FOUND: refused(404, 'There is no such message in this tribe.'),
  MUTED: refused(403, 'A leader of your tribe has muted you for a while.', true),
  JOINING_CLOSED: refused(400, 'Tribes take no new members so near the end of the season.'),

  // seasons
  SEASON_NOT_FOUND: refused(404, 'There is no such season.'),
  SEASON_NOT_FREE: refused(402, 'This season has an entry fee.'),
  ENTRY_SUSPENDED: refused(402, 'Your entry is suspended: its payment was disputed or returned.'),
  SEASON_NOT_OVER: refused(400, 'This is published when the season is over.', true),

  // payments
  PAYMENTS_OFF: refused(400, 'This way to pay is not offered here.'),
  SEASON_IS_FREE: refused(400, 'This season has no entry fee.'),
  SEASON_FULL: refused(400, 'All seats of this season are taken.'),
  ALREADY_ENTERED: refused(400, 'You have entered this season already.'),
  TERMS_NOT_CONFIRMED: refused(403, 'Confirm the terms and that you are at least 18 years old before you pay.'),
  TERMS_OUTDATED: refused(409, 'The terms have changed. Read the present ones first.'),
  COUNTRY_NOT_ALLOWED: refused(403, 'Seasons with an entry fee are not offered where you are.'),
  INVALID_WEBHOOK_SIGNATURE: refused(400, 'The signature does not belong to this event.'),
  PAYMENT_PROVIDER_UNAVAILABLE: refused(
    503,
    'The payment service does not answer at the moment. Try again shortly.',
    true,
  ),

  // running the game
  CONFIRMATION_MISMATCH: refused(400, 'The confirmation does not match. Type exactly what is asked for.'),
  ACT_NOT_POSSIBLE: refused(409, 'This cannot be done in the present state.'),
  TARGET_IS_ADMIN: refused(409, 'This person holds an administrator role. It must be taken away first.'),
  PROPOSAL_NOT_FOUND: refused(404, 'There is no such proposal.'),
  PROPOSAL_NOT_OPEN: refused(409, 'This proposal was decided already or has expired.'),
  SECOND_PERSON_REQUIRED: refused(403, 'Another administrator must decide this: never the one who proposed it.'),
  ALREADY_PROPOSED: refused(409, 'The same is proposed already and waits for a decision.'),
  PAYMENT_NOT_FOUND: refused(404, 'There is no such payment.'),
  PAYOUT_NOT_FOUND: refused(404, 'There is no such payout.'),
  APPEAL_NOT_FOUND: refused(404, 'There is no such appeal.'),
  APPEAL_NOT_POSSIBLE: refused(409, 'There is nothing to appeal against, or you have done so already.'),
  TICKET_INVALID: refused(401, 'This has expired. Sign with your wallet again.'),
  FLAG_NOT_FOUND: refused(404, 'There is no such flag.'),
  ACCOUNT_BANNED: refused(
    403,
    'This account is banned. You can ask for that to be looked at again, on the page /appeal.',
  ),

  // messages to devices
  PUSH_ENDPOINT_REFUSED: refused(400, 'Messages cannot be sent to this address.'),

  // ours
  INTERNAL_ERROR: {
    status: 500,
    message: 'Something went wrong on our side. Nothing was changed.',
    retry: true,
    report: true,
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    message: 'The service is busy or being restarted. Try again shortly.',
    retry: true,
    report: false,
  },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;

/** A refusal with a code of the table; `details` never holds secrets. Thrown by services, shaped by the one error handler. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  constructor(code: ErrorCode, details: Record<string, unknown> = {}, message?: string) {
    super(message ?? ERRORS[code].message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
  get status(): number {
    return ERRORS[this.code].status;
  }
}
