import { marchText as words } from '../../text/en/march.ts';
import { Icon } from '../../ui/Icon.tsx';

/** What a line says in either case; null = that case cannot happen. */
export type OutcomeRow = readonly [label: string, win: string | null, lose: string | null, tone?: string];

/** The two ends of a battle side by side. */
export function OutcomeTable({ rows }: { rows: readonly OutcomeRow[] }) {
  return (
    <table className="outcomes">
      <thead>
        <tr>
          <td />
          <th scope="col" className="text-pine">
            <Icon name="tower-flag" /> {words.ifWin}
          </th>
          <th scope="col" className="text-blood">
            <Icon name="broken-shield" /> {words.ifLose}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, win, lose, tone = '']) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className={win === null ? 'faint' : tone}>{win ?? words.never}</td>
            <td className={lose === null ? 'faint' : ''}>{lose ?? words.never}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
