import type { Standing } from '@cryptotribes/protocol/features/standing';

/** What can be decided about a player of this standing. */
export type SanctionAct = 'restrict' | 'ban' | 'lift';
export const sanctionActs = (standing: Standing): SanctionAct[] =>
  standing === 'good' ? ['restrict', 'ban'] : standing === 'banned' ? ['lift'] : ['ban', 'lift'];

interface ActButtonsProps<Act extends string> {
  acts: readonly Act[];
  labels: Readonly<Record<Act, string>>;
  onAct: (act: Act) => void;
}

/** The row of buttons below what they are about; what excludes somebody looks dangerous. */
export function ActButtons<Act extends string>({ acts, labels, onAct }: ActButtonsProps<Act>) {
  if (acts.length === 0) return null;
  return (
    <div className="row mt-3 flex-wrap">
      {acts.map((act) => (
        <button
          key={act}
          type="button"
          className={`btn s ${act === 'ban' || act === 'banned' ? 'danger' : ''}`}
          onClick={() => onAct(act)}
        >
          {labels[act]}
        </button>
      ))}
    </div>
  );
}
