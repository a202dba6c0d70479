import { adminText as t } from '../../text/en/admin.ts';
import { formatNumber } from '../../ui/format.ts';
import { formatMicro } from './money.ts';
import { When } from './parts.tsx';

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const CODE = /^(0x)?[0-9a-f]{16,}/;

/** `amountMicro` and `amount_micro` → "amount micro", unless the page has a word for it. */
function nameOf(key: string): string {
  return (
    t.facts[key] ??
    key
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .replaceAll('_', ' ')
      .toLowerCase()
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function Value({ name, value }: { name: string; value: unknown }) {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (typeof value === 'number') return /micro$/i.test(name) ? formatMicro(value, 'USDT') : formatNumber(value);
  if (typeof value === 'string') {
    if (ISO_TIME.test(value)) return <When at={value} />;
    return CODE.test(value) ? <code className="admin-hash">{value}</code> : value;
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return '–';
    return (
      <ul className="grid gap-1.5">
        {value.map((item, n) => (
          // The place is all that tells them apart, and they never move.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={n}>
            <Value name={name} value={item} />
          </li>
        ))}
      </ul>
    );
  }
  return isRecord(value) ? <Facts value={value} /> : String(value);
}

/** A record as a list of facts with words, whatever it holds. */
export function Facts({ value }: { value: unknown }) {
  if (!isRecord(value)) return <Value name="" value={value} />;
  return (
    <dl className="admin-record">
      {Object.entries(value).map(([key, item]) => (
        <div key={key}>
          <dt>{nameOf(key)}</dt>
          <dd>
            <Value name={key} value={item} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
