/** What signals are told about a player: recorded facts of one season, nothing judged yet. */

/** Somebody else who was seen where the player was. Counts are of places that both share; crowded ones are left out. */
export interface Link {
  readonly otherId: string;
  readonly addresses: number;
  readonly setups: number;
  readonly browsers: number;
  /** The most days on which both were seen at one of these places. */
  readonly days: number;
  readonly sameTribe: boolean;
}

/** What one player gave to another in battles: by losing, or by what was taken. */
export interface Flow {
  readonly giverId: string;
  readonly takerId: string;
  /** Battles in which the giver lost against the taker. */
  readonly fights: number;
  /** Of these, the giver's attacks with less than 30 % of the defender's power: nobody hopes to win those. */
  readonly hopeless: number;
  /** Victory points that the taker got out of them. */
  readonly vp: number;
  readonly gold: number;
  /** Battles that the giver won against the taker. */
  readonly won: number;
}

export interface Payers {
  /** Others who paid with the same card this season. */
  readonly cards: readonly string[];
  /** Others whose entry came from the same wallet, which is not their own. */
  readonly funding: readonly string[];
}

export interface Timing {
  /** When orders to attack and to raid were accepted, ascending, at most the last 500. */
  readonly orderTimesMs: readonly number[];
  /** Day (days since 1970, UTC) → bits of the hours in which commands were given; ascending. */
  readonly days: readonly { readonly day: number; readonly hours: number }[];
}

/** unknown: nobody could be asked. contract: a count of transactions means nothing. */
export type WalletFact =
  | { readonly state: 'known'; readonly transactions: number; readonly isAged: boolean }
  | { readonly state: 'contract' | 'unknown' };

export interface PlayerFacts {
  readonly userId: string;
  readonly links: readonly Link[];
  /** Where the player is giver or taker. */
  readonly flows: readonly Flow[];
  /** All points from battles: player → points, for those that flows name. */
  readonly battleVp: ReadonlyMap<string, number>;
  readonly payers: Payers;
  readonly timing: Timing;
  readonly wallet: WalletFact;
}

export const noFacts = (userId: string): PlayerFacts => ({
  userId,
  links: [],
  flows: [],
  battleVp: new Map(),
  payers: { cards: [], funding: [] },
  timing: { orderTimesMs: [], days: [] },
  wallet: { state: 'unknown' },
});
