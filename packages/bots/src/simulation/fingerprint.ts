/**
 * Tells whether a report still belongs to the rules and the simulator that are here: a hash of the ruleset's numbers and of all that
 * comes out of one short season with every strategy in it. A comment or a faster way to the same result changes nothing; a rule,
 * a number or a player who acts otherwise does. It takes a second where the report takes many minutes.
 */
import { bytesToHex, sha256Bytes } from '@cryptotribes/rules/core/random';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { playSeason } from './playSeason.ts';
import { MIXED_TRIBE } from './schedule.ts';
import { STRATEGY_NAMES, strategyOf } from './strategies.ts';

/** Long enough for camps, sieges, raids on villages and the first castles. */
const PROBE_HOURS = 60;

export function fingerprint(rules: Ruleset): string {
  const feeder = STRATEGY_NAMES.indexOf('feeder');
  const world = playSeason({
    rules,
    speed: rules.season.speed,
    seed: 1,
    hours: PROBE_HOURS,
    tribes: STRATEGY_NAMES.map((name, at) => ({
      strategy: strategyOf(name),
      members: MIXED_TRIBE,
      ...(at === feeder ? { partner: feeder + 1 } : at === feeder + 1 ? { partner: feeder } : {}),
    })),
  });
  const { record, players, lands } = world;
  const outcome = {
    rules,
    record: { ...record, refused: [...record.refused] },
    players: players.map(({ gold, home, living, buildings, vp, campsBeaten }) => [
      gold,
      home,
      living,
      buildings,
      vp,
      campsBeaten,
    ]),
    lands: lands.map(({ owner, npc, takenMs }) => [owner?.id ?? null, npc, takenMs]),
  };
  return bytesToHex(sha256Bytes(new TextEncoder().encode(JSON.stringify(outcome))));
}
