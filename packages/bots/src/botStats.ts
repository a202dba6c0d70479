/** What the bots did since they were started. */
export interface BotStats {
  bots: number;
  /** Bots that have a seat in a tribe of the current season. */
  settled: number;
  requests: number;
  decisions: number;
  attacks: number;
  /** Raids on camps and villages. */
  raids: number;
  /** Changes of hands seen on the map, whoever caused them. */
  capturesSeen: number;
  invites: number;
  accepted: number;
  /** Orders that the server refused by the rules: the world had changed meanwhile. */
  refused: number;
  /** Everything else that failed: network, overload, surprises. */
  errors: number;
}

export function emptyStats(bots: number): BotStats {
  return {
    bots,
    settled: 0,
    requests: 0,
    decisions: 0,
    attacks: 0,
    raids: 0,
    capturesSeen: 0,
    invites: 0,
    accepted: 0,
    refused: 0,
    errors: 0,
  };
}
