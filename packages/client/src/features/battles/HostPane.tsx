import {
  type Army,
  type Formation,
  type Terrain,
  totalUnits,
  UNIT_TYPES,
  type UnitType,
} from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { marchText as words } from '../../text/en/march.ts';
import { unitText } from '../../text/en/unit.ts';
import { formatFactor, formatNumber } from '../../ui/format.ts';
import { FormationPicker } from './FormationPicker.tsx';
import type { Host } from './marchModel.ts';
import { UnitStepper } from './UnitStepper.tsx';

/** Ground and enemy, as they touch one unit type: "health ×1.1 · +9 % against horse". */
function unitNote(rules: Ruleset, unit: UnitType, terrain: Terrain, enemy: Army): string {
  const ground = rules.terrains[terrain];
  const { counters } = rules.units[unit];
  const base = (type: UnitType) => enemy[type] * rules.units[type].hp * rules.units[type].damage;
  const all = UNIT_TYPES.reduce((sum, type) => sum + base(type), 0);
  const shareBp = counters && all > 0 ? (rules.battle.counterBonusBp * base(counters)) / all : 0;
  const parts = [
    ground.hpBp[unit] ? unitText.health(formatFactor(ground.hpBp[unit])) : '',
    ground.damageBp[unit] ? unitText.damage(formatFactor(ground.damageBp[unit])) : '',
    ground.powerBp[unit] ? unitText.strength(formatFactor(ground.powerBp[unit])) : '',
    counters && shareBp >= 50 ? unitText.counter(String(Math.round(shareBp / 100)), unitText.short[counters]) : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : unit === 'militia' ? unitText.militia : '';
}

interface HostPaneProps {
  terrain: Terrain;
  /** Units on the other side. */
  enemy: Army;
  host: Host;
  home: Army;
  rulesetId: string;
  disabled: boolean;
  hasLastTime: boolean;
  /** Odds in words when even everybody at home is not a safe win; else null. */
  allOdds: string | null;
  onChoose: (which: 'all' | 'half' | 'last' | 'fewest') => void;
  onArmy: (army: Army) => void;
  onFormation: (formation: Formation) => void;
}

/** The left half of a dialog that sends units: who goes, and how. */
export function HostPane(props: HostPaneProps) {
  const { terrain, enemy, host, home, disabled, onChoose, onArmy, onFormation } = props;
  const rules = rulesetById(props.rulesetId);
  return (
    <div className="march-pane">
      <div className="row sp march-chips">
        <h2 className="cap">
          {words.host} · <span className="text-frost-1">{formatNumber(totalUnits(host.army))}</span>
          <span className="desk">{words.ofHome(formatNumber(totalUnits(home)))}</span>
        </h2>
        <div className="chips">
          <button type="button" className="btn s ghost" disabled={disabled} onClick={() => onChoose('all')}>
            {words.all}
          </button>
          <button type="button" className="btn s ghost" disabled={disabled} onClick={() => onChoose('half')}>
            {words.half}
          </button>
          {props.hasLastTime && (
            <button type="button" className="btn s ghost desk" disabled={disabled} onClick={() => onChoose('last')}>
              {words.lastTime}
            </button>
          )}
          <button
            type="button"
            className="btn s ghost text-ember-hi"
            disabled={disabled}
            onClick={() => onChoose('fewest')}
          >
            {words.fewest}
          </button>
        </div>
      </div>
      {props.allOdds !== null && <p className="march-remark">{words.allYouHave(props.allOdds)}</p>}
      {UNIT_TYPES.map((unit) => (
        <UnitStepper
          key={unit}
          unit={unit}
          value={host.army[unit]}
          most={home[unit]}
          mostText={words.home(formatNumber(home[unit]))}
          note={unitNote(rules, unit, terrain, enemy)}
          disabled={disabled}
          onChange={(value) => onArmy({ ...host.army, [unit]: value })}
        />
      ))}
      <h2 className="cap march-formation">{words.formation}</h2>
      <FormationPicker
        label={words.formation}
        value={host.formation}
        disabled={disabled}
        notes={(formation) => {
          const { attackingBp, lossesBp } = rules.formations[formation];
          return words.formationNumbers(formatFactor(attackingBp), formatFactor(lossesBp));
        }}
        onChange={onFormation}
      />
    </div>
  );
}
