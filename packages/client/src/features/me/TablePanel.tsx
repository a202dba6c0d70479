import { useChangeSettings } from '../../net/settings.ts';
import { meText } from '../../text/en/me.ts';
import { type Table, tableStore } from '../../ui/tableStore.ts';
import { useStore } from '../../ui/useStore.ts';
import { SavedMark } from './SavedMark.tsx';
import { Switch } from './Switch.tsx';

const t = meText.table;
const SIZES = [90, 100, 110, 125];
const SWITCHES = ['calm', 'snow', 'colourHelp', 'shortcuts'] as const;
const EXPLAINED = {
  calm: t.calmWhat,
  snow: t.snowWhat,
  colourHelp: t.colourHelpWhat,
  shortcuts: t.shortcutsWhat,
} as const;

/** How the table looks: applied at once, here and on the player's other devices. */
export function TablePanel() {
  const table = useStore(tableStore);
  const change = useChangeSettings();
  const set = (patch: Partial<Table>) => change.mutate(patch);
  return (
    <section className="panel">
      <header>
        <h2>{t.title}</h2>
        <SavedMark of={change} />
      </header>
      <div className="body">
        <p className="faint mb-1 text-[12px]">{t.lead}</p>
        {SWITCHES.map((key) => (
          <Switch
            key={key}
            id={`setting-${key}`}
            label={t[key]}
            hint={EXPLAINED[key]}
            isOn={table[key]}
            onChange={(isOn) => set({ [key]: isOn })}
          />
        ))}
        <div className="me-setting">
          <label htmlFor="setting-textSize">{t.textSize}</label>
          <select
            id="setting-textSize"
            data-testid="setting-textSize"
            className="field me-select"
            value={table.textSize}
            onChange={(event) => set({ textSize: Number(event.target.value) })}
          >
            {[...new Set([...SIZES, table.textSize])]
              .sort((a, b) => a - b)
              .map((size) => (
                <option key={size} value={size}>
                  {t.percent(size)}
                </option>
              ))}
          </select>
        </div>
        <div className="me-setting">
          <label htmlFor="setting-clock">{t.clock}</label>
          <select
            id="setting-clock"
            data-testid="setting-clock"
            className="field me-select"
            value={table.clock}
            onChange={(event) => set({ clock: event.target.value === 'utc' ? 'utc' : 'local' })}
          >
            <option value="local">{t.clocks.local}</option>
            <option value="utc">{t.clocks.utc}</option>
          </select>
        </div>
      </div>
    </section>
  );
}
