/** What earlier battles mean for later ones, kept for as long as the rules look back (GAME_DESIGN 3). */
import { type FailedAttack, siegeFatigueBp } from '../battles/siege.ts';
import { gameToRealMs } from '../core/time.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import type { BattleLine, FightRecord } from './record.ts';

const SWEEP_EVERY = 5_000;

export class Timeline {
  private readonly failed = new Map<string, FailedAttack[]>();
  private readonly against = new Map<string, number[]>();
  private readonly bonuses = new Map<string, number>();
  private readonly captures = new Map<number, number>();
  private readonly rules: Ruleset;
  private readonly speed: number;
  private added = 0;

  constructor(rules: Ruleset, speed: number) {
    this.rules = rules;
    this.speed = speed;
  }

  fatigueBp(line: BattleLine, fight: FightRecord): number {
    if (line.kind !== 'territory' || fight.defenderTribe === null) return 0;
    const attacks = this.failed.get(siegeKey(line)) ?? [];
    const captured = this.captures.get(Number(line.target)) ?? null;
    return siegeFatigueBp(attacks, line.decided, this.speed, captured, this.rules);
  }

  repeatIndex(line: BattleLine, fight: FightRecord): number {
    const key = opponentKey(line, fight);
    if (key === null) return 0;
    const since = line.decided - gameToRealMs(this.rules.victoryPoints.repeatWindowGameMs, this.speed);
    return (this.against.get(key) ?? []).filter((atMs) => atMs > since).length;
  }

  captureBonusEligible(line: BattleLine): boolean {
    if (line.kind !== 'territory') return false;
    const since = line.decided - gameToRealMs(this.rules.victoryPoints.captureBonusEveryGameMs, this.speed);
    const last = this.bonuses.get(siegeKey(line));
    return last === undefined || last <= since;
  }

  /** Takes a fight into account for those that come after it. */
  add(line: BattleLine, fight: FightRecord): void {
    const opponent = opponentKey(line, fight);
    if (opponent !== null) push(this.against, opponent, line.decided);
    if (line.kind === 'territory') {
      const key = siegeKey(line);
      if (fight.captured) this.captures.set(Number(line.target), line.decided);
      else if (fight.defenderTribe !== null) {
        push(this.failed, key, {
          atMs: line.decided,
          attackerPower: fight.power[0],
          defenderPower: fight.power[1],
        });
      }
      if (fight.captureBonus) this.bonuses.set(key, line.decided);
    }
    if (++this.added % SWEEP_EVERY === 0) this.sweep(line.decided);
  }

  /** Forgets what is older than two of the longest spans that the rules look back. */
  private sweep(nowMs: number): void {
    const { victoryPoints, territory } = this.rules;
    const longest = Math.max(
      victoryPoints.repeatWindowGameMs,
      victoryPoints.captureBonusEveryGameMs,
      territory.siege.windowGameMs,
    );
    const before = nowMs - 2 * gameToRealMs(longest, this.speed) - 60_000;
    keepNewer(this.against, (atMs) => atMs >= before);
    keepNewer(this.failed, ({ atMs }) => atMs >= before);
    for (const [key, atMs] of this.bonuses) if (atMs < before) this.bonuses.delete(key);
  }
}

const siegeKey = (line: BattleLine): string => `${line.target}:${line.tribe}`;

function opponentKey(line: BattleLine, fight: FightRecord): string | null {
  if (line.kind === 'village') return `${line.attacker}:village:${line.target}`;
  if (line.kind === 'camp' || fight.defenderTribe === null) return null;
  return `${line.attacker}:tribe:${fight.defenderTribe}`;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function keepNewer<T>(map: Map<string, T[]>, newer: (value: T) => boolean): void {
  for (const [key, list] of map) {
    const kept = list.filter(newer);
    if (kept.length === 0) map.delete(key);
    else map.set(key, kept);
  }
}
