/** Players and tribes: points as they follow from battles and hours, levels as they were built. */
import type { BuildingLine, PlayerLine, TribeLine } from './record.ts';

export interface Score {
  vp: number;
  /** When the total was reached. */
  reached: number;
}

export class Scores {
  readonly players = new Map<string, Score & { paid: boolean; held: boolean }>();
  readonly tribes = new Map<string, Score & { dissolved: boolean }>();

  private readonly built = new Map<string, { level: number; at: number }[]>();

  /** False where this level was not the next one. */
  building({ user, type, level, at }: BuildingLine): boolean {
    const key = `${type}:${user}`;
    const levels = this.built.get(key) ?? [];
    const last = levels.at(-1);
    this.built.set(key, [...levels, { level, at }]);
    return level === (last?.level ?? 1) + 1;
  }
  /** Level of a building at a moment. */
  levelAt(type: 'workshop' | 'warehouse', user: string, atMs: number): number {
    return this.built.get(`${type}:${user}`)?.findLast(({ at }) => at <= atMs)?.level ?? 1;
  }

  player(line: PlayerLine): void {
    this.players.set(line.id, { vp: 0, reached: -Infinity, paid: line.paid, held: line.held });
  }
  tribe(line: TribeLine): void {
    this.tribes.set(line.id, { vp: 0, reached: -Infinity, dissolved: line.dissolved !== null });
  }
  knows(user: string, tribe: string | null): boolean {
    return this.players.has(user) && (tribe === null || this.tribes.has(tribe));
  }

  /** False where the player or the tribe is unknown. */
  add(user: string, tribe: string | null, vp: number, atMs: number): boolean {
    const player = this.players.get(user);
    const own = tribe === null ? null : this.tribes.get(tribe);
    for (const score of [player, own]) {
      if (!score) continue;
      score.vp += vp;
      score.reached = Math.max(score.reached, atMs);
    }
    return player !== undefined && own !== undefined;
  }
}
