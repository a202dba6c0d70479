import type { BattleContributor, BattleInput } from '@cryptotribes/rules/battles/resolve';
import { type Army, FORMATIONS, type Formation, type Terrain, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { DEFAULT_RULESET_ID, RULESET_IDS } from '@cryptotribes/rules/rulesets/registry';
import { UsageError } from '../command.ts';

/** Turns JSON that a person wrote into a battle the rules can trust. Every refusal names the place. */
type Fields = Readonly<Record<string, unknown>>;

const TERRAINS: readonly Terrain[] = ['castle', 'forest', 'hills', 'river', 'plains'];
const MAX_UNITS = 10_000;
const MAX_WORKSHOP_LEVEL = 10;
const MAX_FATIGUE_BP = 7_000;
const MAX_LUCK_BP = 1_000;

function fail(where: string, expected: string): never {
  throw new UsageError(`${where} must be ${expected}`);
}

function object(value: unknown, where: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(where, 'an object');
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new UsageError(`${where} has an unknown field "${unknown}"`);
  return value as Fields;
}

function integer(value: unknown, where: string, min: number, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  return fail(where, `a whole number from ${min} to ${max}`);
}

function oneOf<T extends string>(value: unknown, where: string, choices: readonly T[]): T {
  return choices.find((choice) => choice === value) ?? fail(where, `one of ${choices.join(', ')}`);
}

function army(value: unknown, where: string): Army {
  const fields = object(value, where, UNIT_TYPES);
  const count = (type: (typeof UNIT_TYPES)[number]): number =>
    integer(fields[type] ?? 0, `${where}.${type}`, 0, MAX_UNITS);
  return { militia: count('militia'), spearman: count('spearman'), archer: count('archer'), cavalry: count('cavalry') };
}

function contributor(value: unknown, where: string): BattleContributor {
  const fields = object(value, where, ['userId', 'units', 'workshopLevel']);
  const userId = fields.userId ?? null;
  if (userId !== null && typeof userId !== 'string') fail(`${where}.userId`, 'text or null');
  return {
    userId,
    units: army(fields.units, `${where}.units`),
    workshopLevel: integer(fields.workshopLevel ?? 1, `${where}.workshopLevel`, 1, MAX_WORKSHOP_LEVEL),
  };
}

function formation(value: unknown, where: string): Formation {
  return oneOf(value ?? 'balanced', where, FORMATIONS);
}

/** The battle and the luck it came with (unchecked). Throws UsageError naming the first field that is wrong. */
export function parseBattleInput(json: string): { input: BattleInput; varianceBp: unknown } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new UsageError('The battle must be given as JSON on stdin');
  }
  const known = ['rulesetId', 'terrain', 'attacker', 'defender', 'siegeFatigueBp', 'varianceBp'];
  const battle = object(parsed, 'the battle', known);
  const attacker = object(battle.attacker, 'attacker', ['army', 'formation', 'workshopLevel']);
  const defender = object(battle.defender, 'defender', ['formation', 'contributors']);
  const contributors = defender.contributors;
  if (!Array.isArray(contributors)) fail('defender.contributors', 'a list');
  const attackerArmy = army(attacker.army, 'attacker.army');
  if (UNIT_TYPES.every((type) => attackerArmy[type] === 0)) fail('attacker.army', 'at least one unit');
  const input: BattleInput = {
    rulesetId: oneOf(battle.rulesetId ?? DEFAULT_RULESET_ID, 'rulesetId', RULESET_IDS),
    terrain: oneOf(battle.terrain, 'terrain', TERRAINS),
    attacker: {
      army: attackerArmy,
      formation: formation(attacker.formation, 'attacker.formation'),
      workshopLevel: integer(attacker.workshopLevel ?? 1, 'attacker.workshopLevel', 1, MAX_WORKSHOP_LEVEL),
    },
    defender: {
      formation: formation(defender.formation, 'defender.formation'),
      contributors: contributors.map((entry, index) => contributor(entry, `defender.contributors[${index}]`)),
    },
    siegeFatigueBp: integer(battle.siegeFatigueBp ?? 0, 'siegeFatigueBp', 0, MAX_FATIGUE_BP),
  };
  return { input, varianceBp: battle.varianceBp };
}

/** The attacker's luck in bp; none given = 0. */
export function parseVariance(value: unknown): number {
  return integer(value ?? 0, 'varianceBp', -MAX_LUCK_BP, MAX_LUCK_BP);
}
