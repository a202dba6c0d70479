/** Why the rules refuse a player's order. The server maps each code to a status and a message. */
export type RuleErrorCode =
  | 'INSUFFICIENT_RESOURCES'
  | 'BUILDING_ALREADY_UPGRADING'
  | 'UNIT_NOT_UNLOCKED'
  | 'ARMY_CAP_EXCEEDED'
  | 'INSUFFICIENT_UNITS'
  | 'EMPTY_ARMY'
  | 'MAX_LEVEL_REACHED'
  | 'TRAINING_QUEUE_FULL'
  | 'INVALID_QUANTITY'
  | 'GARRISON_LIMIT'
  | 'GARRISON_FULL'
  | 'OWN_TERRITORY'
  | 'NOT_OWN_TERRITORY'
  | 'TERRITORY_PROTECTED'
  | 'NOT_IN_TRIBE'
  | 'NO_RAID_CHARGE'
  | 'CAMP_LOCKED'
  | 'VILLAGE_SHIELDED'
  | 'OWN_TRIBE'
  | 'OWN_VILLAGE'
  | 'INVALID_NAME'
  | 'INVALID_MESSAGE';

export interface Accepted<T> {
  ok: true;
  value: T;
}

export interface Refused {
  ok: false;
  code: RuleErrorCode;
  details: Record<string, unknown>;
}

/** A player's mistake is a returned refusal; a thrown error is our bug. */
export type Result<T> = Accepted<T> | Refused;

export function ok<T>(value: T): Accepted<T> {
  return { ok: true, value };
}

export function refuse(code: RuleErrorCode, details: Record<string, unknown> = {}): Refused {
  return { ok: false, code, details };
}
