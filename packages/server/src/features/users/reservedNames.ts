import { nameSkeleton } from '@cryptotribes/rules/tribes/names';

/** Names with which somebody could pass for us (RELIABILITY D25), as they look at a glance. */
const RESERVED = new Set(
  [
    'admin',
    'administrator',
    'customer support',
    'game master',
    'help',
    'help desk',
    'mod',
    'moderator',
    'official',
    'operator',
    'root',
    'security',
    'staff',
    'support',
    'support team',
    'system',
    'team',
    'the team',
    'treasury',
  ].map(atAGlance),
);
const PRODUCT = atAGlance('CryptoTribes');

/** The skeleton without signs: "S.u.p-port" reads as "support". */
function atAGlance(name: string): string {
  return nameSkeleton(name).replace(/[^\p{L}\p{Nd}]/gu, '');
}

/** True for names that speak for the house, in any disguise that name skeletons see through. */
export function isReservedName(name: string): boolean {
  const look = atAGlance(name);
  return RESERVED.has(look) || look.includes(PRODUCT);
}
