import type { Flag } from '@cryptotribes/protocol/features/adminPlayers';
import { adminText as t } from '../../text/en/admin.ts';
import { fairPlayText } from '../../text/en/fairPlay.ts';
import { formatNumber } from '../../ui/format.ts';
import { Facts } from './Facts.tsx';

type SignKind = keyof typeof fairPlayText.kinds;
interface Reason {
  kind: SignKind;
  points: number;
  figures: Readonly<Record<string, number>>;
}

const isReason = (value: unknown): value is Reason =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  'points' in value &&
  'figures' in value &&
  Object.hasOwn(fairPlayText.kinds, String(value.kind));

/** What a flag stands on: signs as sentences with their figures, what a person wrote, and anything else as facts. */
export function FlagEvidence({ evidence }: Pick<Flag, 'evidence'>) {
  const { reasons, noticed, forgotten, by: _author, ...rest } = evidence as Readonly<Record<string, unknown>>;
  const signs = Array.isArray(reasons) ? reasons.filter(isReason) : [];
  return (
    <div className="grid gap-2" data-testid="flag-evidence">
      {forgotten === true && <p className="muted">{t.flags.forgotten}</p>}
      {typeof noticed === 'string' && <p>{noticed}</p>}
      {signs.length > 0 && (
        <ul className="grid gap-2">
          {signs.map((sign) => (
            <li key={sign.kind} className="fair-sign">
              <span className="row sp flex-wrap">
                <b>{fairPlayText.kinds[sign.kind]}</b>
                <span className="faint">{fairPlayText.points(formatNumber(sign.points))}</span>
              </span>
              <p>{fairPlayText.sentences[sign.kind](sign.figures)}</p>
            </li>
          ))}
        </ul>
      )}
      {Object.keys(rest).length > 0 && <Facts value={rest} />}
    </div>
  );
}
