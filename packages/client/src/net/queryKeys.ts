/** Keys of everything in the cache (UI.md 6.1). A prefix names all of its kind. */
export const queryKeys = {
  me: ['me'] as const,
  season: ['season'] as const,
  territories: ['territories'] as const,
  territory: (no: number) => ['territory', no] as const,
  anyTerritory: ['territory'] as const,
  tribe: (tribeId: string) => ['tribe', tribeId] as const,
  anyTribe: ['tribe'] as const,
  tribes: ['tribes'] as const,
  invites: ['invites'] as const,
  boards: ['board'] as const,
  tribeBoard: (limit: number) => ['board', 'tribes', limit] as const,
  playerBoard: (limit: number) => ['board', 'players', limit] as const,
  battles: ['battles'] as const,
  battle: (battleId: string) => ['battle', battleId] as const,
};
