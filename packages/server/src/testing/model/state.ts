/**
 * The game as a player understands it, in a few lines: what it costs, how long it takes, where units are. Written from the rules' text, with
 * arithmetic of its own, so that it can disagree with the program.
 */
export type Building = 'barracks' | 'warehouse' | 'workshop';
export type Side = 'north' | 'south';

export interface ModelBatch {
  id: string;
  quantity: number;
  cost: number;
  startMs: number;
  endMs: number;
}
export interface ModelPlayer {
  gold: number;
  /** Militia at home. */
  home: number;
  queue: ModelBatch[];
  returning: { quantity: number; atMs: number }[];
  /** Militia in garrisons, by territory number. */
  garrisons: Map<number, number>;
  levels: Record<Building, number>;
  upgrading: Partial<Record<Building, number>>;
  tribe: Side | null;
  requested: Set<Side>;
}
export interface Model {
  nowMs: number;
  readonly players: ModelPlayer[];
}

export const MINUTE_MS = 60_000;
export const MILITIA = { cost: 10, trainMs: MINUTE_MS };
export const RECALL_MS = 30 * MINUTE_MS;
export const QUEUE_MAX = 5;
export const ARMY_PER_LEVEL = 100;
export const GARRISONS_MAX = 4;
/** Gold and seconds for the first four steps; the model goes no further. */
export const UPGRADES: Record<Building, { gold: number[]; seconds: number[] }> = {
  barracks: { gold: [100, 200, 400, 800], seconds: [300, 600, 1200, 2400] },
  warehouse: { gold: [80, 150, 300, 600], seconds: [240, 480, 960, 1920] },
  workshop: { gold: [150, 300, 600, 1200], seconds: [360, 720, 1440, 2880] },
};

export const newPlayer = (): ModelPlayer => ({
  gold: 1_000,
  home: 0,
  queue: [],
  returning: [],
  garrisons: new Map(),
  levels: { barracks: 1, warehouse: 1, workshop: 1 },
  upgrading: {},
  tribe: null,
  requested: new Set(),
});

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, n) => total + n, 0);

/** Every living unit, those in training included. */
export const living = (player: ModelPlayer): number =>
  player.home +
  sum(player.queue.map(({ quantity }) => quantity)) +
  sum(player.returning.map(({ quantity }) => quantity)) +
  sum(player.garrisons.values());

/** What is due has happened. */
export function pass(model: Model, toMs: number): void {
  model.nowMs = toMs;
  for (const player of model.players) {
    player.home += sum(player.queue.filter(({ endMs }) => endMs <= toMs).map(({ quantity }) => quantity));
    player.queue = player.queue.filter(({ endMs }) => endMs > toMs);
    player.home += sum(player.returning.filter(({ atMs }) => atMs <= toMs).map(({ quantity }) => quantity));
    player.returning = player.returning.filter(({ atMs }) => atMs > toMs);
    for (const [building, endMs] of Object.entries(player.upgrading) as [Building, number][]) {
      if (endMs > toMs) continue;
      player.levels[building]++;
      delete player.upgrading[building];
    }
  }
}

/** Milliseconds for a batch of militia; each level of the workshop above the first takes 3 % off, rounded up. */
export const batchMs = (quantity: number, workshop: number): number =>
  Math.ceil((quantity * MILITIA.trainMs * (100 - 3 * (workshop - 1))) / 100);

/** The queue without one batch: those behind it follow without a gap, none before now. */
export function withoutBatch(queue: ModelBatch[], index: number, nowMs: number): ModelBatch[] {
  const left = queue.slice(0, index);
  for (const batch of queue.slice(index + 1)) {
    const startMs = Math.max(nowMs, left.at(-1)?.endMs ?? nowMs);
    left.push({ ...batch, startMs, endMs: startMs + (batch.endMs - batch.startMs) });
  }
  return left;
}

/** Units go home from garrisons, all of them or those of one. */
export function recall(player: ModelPlayer, territory: number, quantity: number, nowMs: number): void {
  const left = (player.garrisons.get(territory) ?? 0) - quantity;
  if (left > 0) player.garrisons.set(territory, left);
  else player.garrisons.delete(territory);
  player.returning.push({ quantity, atMs: nowMs + RECALL_MS });
}
