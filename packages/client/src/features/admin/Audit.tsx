import type { AuditEntry } from '@cryptotribes/protocol/features/admin';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { adminText as t } from '../../text/en/admin.ts';
import { Panel } from '../../ui/Panel.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { downloadAudit, useAudit } from './adminApi.ts';
import { Cell, Json, Loaded, More, PersonLink, Table, When } from './parts.tsx';

const words = t.audit;
const ACTORS = ['system', 'console', 'admin'] as const;

function Target({ target }: { target: AuditEntry['target'] }) {
  if (target === null) return null;
  if (target.kind === 'user') {
    return (
      <Link href={`/admin/users/${target.id}`} className="admin-link">
        {target.kind}
      </Link>
    );
  }
  if (target.kind === 'payment') {
    return (
      <Link href={`/admin/payments/${target.id}`} className="admin-link">
        {target.kind}
      </Link>
    );
  }
  return (
    <>
      {target.kind} <code className="admin-hash">{target.id.slice(-6)}</code>
    </>
  );
}

const hasContent = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && Object.keys(value).length > 0;

export function AuditEntries({ entries }: { entries: readonly AuditEntry[] }) {
  const columns = [words.at, words.who, words.what, words.target, words.reason, words.change];
  return (
    <Table label={t.sections.audit} columns={columns}>
      {entries.map((entry) => {
        const { before, after, details } = entry;
        return (
          <tr key={entry.entryId} data-testid="audit-entry">
            <Cell label={words.at}>
              <When at={entry.at} />
            </Cell>
            <Cell label={words.who}>
              <span className="grid">
                {entry.person ? <PersonLink person={entry.person} /> : null}
                <small className="faint">
                  {entry.actor === 'console' ? t.console : entry.role ? t.roles[entry.role] : t.program}
                </small>
              </span>
            </Cell>
            <Cell label={words.what}>
              <b>{entry.action}</b>
            </Cell>
            <Cell label={words.target}>
              <Target target={entry.target} />
            </Cell>
            <Cell label={words.reason}>{entry.reason}</Cell>
            <Cell label={words.change}>
              {(hasContent(before) || hasContent(after) || hasContent(details)) && (
                <details>
                  <summary>{words.details}</summary>
                  <Json
                    value={{
                      ...(hasContent(before) ? { before } : {}),
                      ...(hasContent(after) ? { after } : {}),
                      ...(hasContent(details) ? { details } : {}),
                    }}
                  />
                </details>
              )}
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}

/** The form's values as the API takes them; empty fields are left out. */
function readFilter(form: HTMLFormElement): Record<string, string> {
  const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
  const instant = (name: string) => (values[name] ? { [name]: new Date(values[name]).toISOString() } : {});
  return {
    ...(values.actor ? { actor: values.actor } : {}),
    ...(values.action ? { action: values.action } : {}),
    ...(values.target ? { target: values.target } : {}),
    ...instant('since'),
    ...instant('before'),
  };
}

/** Every act, filtered, and as a file. */
export function Audit() {
  const [filter, setFilter] = useState<Record<string, string>>({});
  const list = useAudit(filter);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setFilter(readFilter(event.currentTarget));
  };
  const save = (format: 'csv' | 'json') =>
    downloadAudit(filter, format).catch(() => showToast(words.exportFailed, 'bad'));
  return (
    <Panel
      title={t.sections.audit}
      aside={
        <span className="row flex-wrap">
          <button type="button" className="btn s" onClick={() => save('csv')}>
            {words.csv}
          </button>
          <button type="button" className="btn s" onClick={() => save('json')}>
            {words.json}
          </button>
        </span>
      }
    >
      <form className="admin-form" onSubmit={submit}>
        <label className="grid gap-1">
          <span className="cap">{words.actor}</span>
          <select className="field" name="actor">
            <option value="">{words.actors.any}</option>
            {ACTORS.map((actor) => (
              <option key={actor} value={actor}>
                {words.actors[actor]}
              </option>
            ))}
          </select>
        </label>
        <label className="grid gap-1">
          <span className="cap">{words.action}</span>
          <input
            className="field"
            name="action"
            placeholder={words.actionHint}
            pattern="[a-z_]+([.][a-z_]+)?"
            maxLength={60}
          />
        </label>
        <label className="grid gap-1">
          <span className="cap">{words.target}</span>
          <input
            className="field"
            name="target"
            placeholder={words.targetHint}
            pattern="[A-Za-z0-9_.:\-]+"
            maxLength={100}
          />
        </label>
        <label className="grid gap-1">
          <span className="cap">{words.since}</span>
          <input className="field" name="since" type="datetime-local" />
        </label>
        <label className="grid gap-1">
          <span className="cap">{words.before}</span>
          <input className="field" name="before" type="datetime-local" />
        </label>
        <button type="submit" className="btn self-end">
          {words.filter}
        </button>
      </form>
      <Loaded query={list}>
        {(entries) => (
          <>
            <AuditEntries entries={entries} />
            {entries.length === 0 && <p className="muted mt-2">{words.empty}</p>}
            <More list={list} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
