import { type Terrain, UNIT_TYPES, type UnitType } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { drawerText } from '../../text/en/drawer.ts';
import { formatFactor } from '../../ui/format.ts';

export interface GroundEffect {
  key: string;
  /** Whom it touches: a unit type, or a side. */
  unit: UnitType | null;
  text: string;
  /** Good or bad for somebody who marches in. */
  tone: 'up' | 'down';
}

const EVEN_BP = 10_000;

/** What the ground does to a battle, seen by the one who marches in (GAME_DESIGN 3, terrain). */
export function groundEffects(rulesetId: string, terrain: Terrain): GroundEffect[] {
  const ground = rulesetById(rulesetId).terrains[terrain];
  const effects: GroundEffect[] = [];
  const side = (key: string, label: string, bp: number, isEnemy: boolean) => {
    if (bp === EVEN_BP) return;
    const tone = bp > EVEN_BP === isEnemy ? 'down' : 'up';
    effects.push({ key, unit: null, text: `${label} ${formatFactor(bp)}`, tone });
  };
  side('defender', drawerText.defender, ground.defenderBp, true);
  side('garrison', drawerText.garrisonHealth, ground.garrisonHpBp, true);
  side('crossing', drawerText.crossing, ground.attackerBp, false);
  const tables = [
    [drawerText.health, ground.hpBp],
    [drawerText.damage, ground.damageBp],
    [drawerText.power, ground.powerBp],
  ] as const;
  for (const [label, table] of tables) {
    for (const unit of UNIT_TYPES) {
      const bp = table[unit] ?? EVEN_BP;
      if (bp === EVEN_BP) continue;
      const tone = bp > EVEN_BP ? 'up' : 'down';
      effects.push({ key: `${label} ${unit}`, unit, text: `${label} ${formatFactor(bp)}`, tone });
    }
  }
  return effects;
}
