import { describe, expect, it } from 'vitest';
import { bytesToHex, hexToBytes } from '../core/random.ts';
import { armyOf } from '../core/units.ts';
import { type BattleInput, resolveBattle } from './resolve.ts';
import type { CanonicalBattle } from './seed.ts';
import { battleSeed, canonicalBattleText, drawVarianceBp } from './seed.ts';

const battle: CanonicalBattle = {
  seasonId: '0193a4c0-0000-7000-8000-000000000001',
  battleId: '0193a4c0-0000-7000-8000-000000000002',
  orderNo: 7,
  scope: 'territory:12',
  attackerArmy: armyOf(50, 30, 20, 10),
  attackerFormation: 'offensive',
  defenderArmy: armyOf(80, 20, 40, 5),
  defenderFormation: 'defensive',
  terrain: 'forest',
  clientSeed: '000102030405060708090a0b0c0d0e0f',
  beacon: null,
};
const secret = hexToBytes('11'.repeat(32));

describe('canonicalBattleText', () => {
  it('writes one line per field, for ever the same', () => {
    expect(canonicalBattleText(battle)).toBe(
      [
        'cryptotribes battle 1',
        'season=0193a4c0-0000-7000-8000-000000000001',
        'battle=0193a4c0-0000-7000-8000-000000000002',
        'order=7',
        'scope=territory:12',
        'attackerArmy=50/30/20/10',
        'attackerFormation=offensive',
        'defenderArmy=80/20/40/5',
        'defenderFormation=defensive',
        'terrain=forest',
        'clientSeed=000102030405060708090a0b0c0d0e0f',
      ].join('\n'),
    );
  });

  it('ends in round and randomness in a season with a beacon', () => {
    const lines = canonicalBattleText({ ...battle, beacon: { round: 9, randomness: 'ab'.repeat(32) } }).split('\n');
    expect(lines[0]).toBe('cryptotribes battle 2');
    expect(lines.slice(-2)).toEqual(['round=9', `randomness=${'ab'.repeat(32)}`]);
    expect(lines.slice(1, -2)).toEqual(canonicalBattleText(battle).split('\n').slice(1));
  });

  it('refuses values that could imitate another field', () => {
    expect(() => canonicalBattleText({ ...battle, battleId: 'a\norder=8' })).toThrow(RangeError);
    expect(() => canonicalBattleText({ ...battle, seasonId: '' })).toThrow(RangeError);
    expect(() => canonicalBattleText({ ...battle, clientSeed: '00' })).toThrow(RangeError);
    expect(() => canonicalBattleText({ ...battle, orderNo: -1 })).toThrow(RangeError);
    const randomness = 'ab'.repeat(32);
    expect(() => canonicalBattleText({ ...battle, beacon: { round: 0, randomness } })).toThrow(RangeError);
    expect(() => canonicalBattleText({ ...battle, beacon: { round: 1, randomness: 'ab' } })).toThrow(RangeError);
  });
});

describe('battleSeed', () => {
  it('depends on every field and on the secret', () => {
    const seedOf = (change: Partial<CanonicalBattle>) =>
      bytesToHex(battleSeed(secret, canonicalBattleText({ ...battle, ...change })));
    const seeds = [
      seedOf({}),
      seedOf({ seasonId: 'other' }),
      seedOf({ battleId: 'other' }),
      seedOf({ orderNo: 8 }),
      seedOf({ scope: 'territory:13' }),
      seedOf({ attackerArmy: armyOf(51, 30, 20, 10) }),
      seedOf({ attackerFormation: 'balanced' }),
      seedOf({ defenderArmy: armyOf(80, 20, 40, 6) }),
      seedOf({ defenderFormation: 'balanced' }),
      seedOf({ terrain: 'hills' }),
      seedOf({ clientSeed: 'ff0102030405060708090a0b0c0d0e0f' }),
      seedOf({ beacon: { round: 9, randomness: 'ab'.repeat(32) } }),
      seedOf({ beacon: { round: 9, randomness: 'ac'.repeat(32) } }),
      seedOf({ beacon: { round: 8, randomness: 'ab'.repeat(32) } }),
      bytesToHex(battleSeed(hexToBytes('22'.repeat(32)), canonicalBattleText(battle))),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds[0]).toMatchInlineSnapshot(`"9961024ccffe639ac5f45fa21f0f6bc3633041a141595cd6bc8ecd0f612ab309"`);
  });
});

describe('drawVarianceBp', () => {
  it('draws whole basis points from -1000 to 1000, evenly', () => {
    let [least, most, sum] = [0, 0, 0];
    for (let orderNo = 0; orderNo < 4000; orderNo++) {
      const luck = drawVarianceBp(battleSeed(secret, canonicalBattleText({ ...battle, orderNo })));
      expect(Number.isInteger(luck)).toBe(true);
      [least, most, sum] = [Math.min(least, luck), Math.max(most, luck), sum + luck];
    }
    expect(least).toBeGreaterThanOrEqual(-1000);
    expect(most).toBeLessThanOrEqual(1000);
    expect(least).toBeLessThan(-990);
    expect(most).toBeGreaterThan(990);
    expect(Math.abs(sum / 4000)).toBeLessThan(40);
  });

  it('lets the attacker win half of 10,000 fights of equal armies', () => {
    const side = { formation: 'balanced', workshopLevel: 1 } as const;
    const even: BattleInput = {
      rulesetId: 'season1',
      terrain: 'plains',
      attacker: { ...side, army: armyOf(50, 30, 20, 10) },
      defender: {
        formation: side.formation,
        contributors: [{ userId: null, units: armyOf(50, 30, 20, 10), workshopLevel: 1 }],
      },
      siegeFatigueBp: 0,
    };
    let won = 0;
    for (let orderNo = 0; orderNo < 10_000; orderNo++) {
      const luck = drawVarianceBp(battleSeed(secret, canonicalBattleText({ ...battle, orderNo })));
      if (resolveBattle(even, luck).winner === 'attacker') won++;
    }
    expect(won).toBeGreaterThan(4_850);
    expect(won).toBeLessThan(5_150);
  });

  it('gives the same luck for the same seed', () => {
    const seed = battleSeed(secret, canonicalBattleText(battle));
    expect(drawVarianceBp(seed)).toBe(drawVarianceBp(seed));
    expect(drawVarianceBp(seed)).toMatchInlineSnapshot(`25`);
  });
});
