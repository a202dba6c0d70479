/** Tribes that attack together (GAME_DESIGN 3, siege fatigue): small assaults tire a garrison, the strongest comes last. */
import { isEmptyArmy, totalUnits } from '@cryptotribes/rules/core/units';
import { attack, fatigueOf, unitsIn } from './land.ts';
import { LEAST_ARMY, TIER_VALUE } from './sitting.ts';
import type { Land, Player, World } from './state.ts';
import { isOpen, powerRatio, shareOf } from './targets.ts';
import { bringUpToDate, homeOf } from './village.ts';

/** A probe has a little more than the part of the defender's power from which it counts, and the last assault than it needs. */
const PROBE_MARGIN = 1.2;
const LAST_MARGIN = 1.12;

interface Siege {
  land: Land;
  probes: number;
  score: number;
}

/** At an agreed hour: whoever is there goes for the best land that all together can win. */
export function attackTogether(world: World, players: readonly Player[], nowMs: number): void {
  for (const player of players) bringUpToDate(world, player, nowMs);
  const ready = players
    .filter((player) => totalUnits(player.home) >= LEAST_ARMY)
    .filter((player) => player.stacks.size < world.rules.territory.garrisonsPerPlayer);
  let best: Siege | null = null;
  for (const land of world.lands) {
    const siege = planSiege(world, ready, land, nowMs);
    if (siege !== null && (best === null || siege.score > best.score)) best = siege;
  }
  if (best !== null) carryOut(world, ready, best, nowMs);
}

/** How many assaults must tire this land's garrison before the strongest can take it; null when that is too much. */
function planSiege(world: World, ready: readonly Player[], land: Land, nowMs: number): Siege | null {
  const [first] = ready;
  if (first === undefined || land.owner === null || !isOpen(land, first, nowMs) || isEmptyArmy(unitsIn(land)))
    return null;
  const { stepBp, maxBp } = world.rules.territory.siege;
  const before = 10_000 - fatigueOf(world, land, first.tribe, nowMs);
  const ratios = ready.map((player) => powerRatio(world, player, land, homeOf(player), 'offensive', nowMs) * before);
  const strongest = Math.max(...ratios);
  const others = ratios.reduce((sum, ratio) => sum + ratio, 0) - strongest;
  for (let probes = 0; probes * stepBp <= before - (10_000 - maxBp); probes++) {
    if (strongest < LAST_MARGIN * (before - probes * stepBp)) continue;
    if (others < probes * world.rules.territory.siege.minPowerShareBp * PROBE_MARGIN) return null;
    return { land, probes, score: TIER_VALUE[land.info.tier] * (0.6 + 0.8 * world.random.next()) * (1 - probes * 0.1) };
  }
  return null;
}

function carryOut(world: World, ready: readonly Player[], { land, probes }: Siege, nowMs: number): void {
  const { minPowerShareBp } = world.rules.territory.siege;
  const power = (player: Player) => powerRatio(world, player, land, homeOf(player), 'offensive', nowMs);
  const byStrength = [...ready].sort((a, b) => power(a) - power(b));
  const strongest = byStrength.pop()!;
  let left = probes;
  for (const player of byStrength) {
    while (left > 0 && totalUnits(player.home) > 0) {
      const untired = (power(player) * (10_000 - fatigueOf(world, land, player.tribe, nowMs))) / 10_000;
      const share = (minPowerShareBp * PROBE_MARGIN) / 10_000 / untired;
      if (share > 1) break;
      const taken = attack(
        world,
        player,
        land,
        { army: shareOf(homeOf(player), share), formation: 'offensive' },
        nowMs,
      );
      if (taken !== false) return;
      left -= 1;
    }
  }
  if (power(strongest) >= 1) attack(world, strongest, land, { army: homeOf(strongest), formation: 'offensive' }, nowMs);
}
