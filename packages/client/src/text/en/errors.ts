/** What went wrong, in plain words: by code of the server, and for everything else. */
import { translated } from '../translated.ts';

export const errorsText = translated('errors', {
  codes: {
    INVALID_TOKEN: 'Your session ended. Sign in again.',
    INSUFFICIENT_RESOURCES: 'You do not have enough gold.',
    UNIT_NOT_UNLOCKED: 'This unit needs a higher barracks level.',
    ARMY_CAP_EXCEEDED: 'That would be more units than your barracks allow.',
    ALREADY_IN_TRIBE: 'This player is in a tribe already.',
    TRIBE_FULL: '12 of 12: this tribe has no free seat.',
    SEASON_NOT_ACTIVE: 'The season is not open for this at the moment.',
    PAYMENT_FAILED: 'The payment was not completed. Nothing was charged.',
    CONCURRENT_MODIFICATION: 'Something changed. Look again.',
    RATE_LIMIT_EXCEEDED: 'Too many requests. Wait a moment.',
    NAME_TAKEN: 'This name is taken, or looks too much like one that is.',
    INVALID_NAME: 'This name cannot be used.',
    TAG_TAKEN: 'This tag is taken.',
    ALREADY_INVITED: 'This player has an open invitation from you.',
    USER_NOT_FOUND: 'There is no such player.',
    INVITE_EXPIRED: 'This invitation is no longer open.',
    INVITE_NOT_FOUND: 'This invitation is no longer open.',
    REQUEST_NOT_FOUND: 'This request is no longer open.',
    JOINING_CLOSED: 'Tribes take no new members so near the end.',
    HAND_OVER_FIRST: 'The chieftain must hand over the lead before leaving.',
    ENTRY_FEE_REQUIRED: 'Enter the season first.',
    ACCOUNT_BANNED: 'This account is banned. You can ask for that to be looked at again.',
    FORBIDDEN: 'You may not do this.',
    NETWORK_ERROR: 'The server did not answer. We do not know yet whether this was done.',
  },
  unknown: 'That did not work. Nothing was changed.',
});
