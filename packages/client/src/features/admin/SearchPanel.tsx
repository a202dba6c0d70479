/** A list that is searched by words and by one state: the frame that the sections share. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { adminText as t } from '../../text/en/admin.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Loaded, More, Table } from './parts.tsx';

/** What is looked for; '' = everything. */
interface Sought<State extends string> {
  search: string;
  state: State | '';
}

/** Keeps what is looked for, and its form: searched when it is sent, by the state at once. */
export function useSearch<State extends string>() {
  const [typed, setTyped] = useState('');
  const [sought, setSought] = useState<Sought<State>>({ search: '', state: '' });
  return {
    ...sought,
    typed,
    setTyped,
    setState: (state: State | '') => setSought({ ...sought, state }),
    submit: (event: FormEvent) => {
      event.preventDefault();
      setSought({ ...sought, search: typed.trim() });
    },
  };
}

interface SearchPanelProps<State extends string, Row> {
  title: string;
  form: ReturnType<typeof useSearch<State>>;
  search: { label: string; maxLength: number; pattern?: string };
  /** The states to choose from and their names. */
  states: { name: string; label: string; any: string; names: Readonly<Record<State, string>> };
  list: Parameters<typeof More>[0]['list'] & Parameters<typeof Loaded<readonly Row[]>>[0]['query'];
  columns: readonly string[];
  renderRow: (row: Row) => ReactNode;
  none: string;
}

export function SearchPanel<State extends string, Row>(props: SearchPanelProps<State, Row>) {
  const { title, form, search, states, list, columns, renderRow, none } = props;
  return (
    <Panel title={title}>
      <form className="admin-filter" role="search" onSubmit={form.submit}>
        <input
          className="field"
          type="search"
          name="search"
          aria-label={search.label}
          placeholder={search.label}
          maxLength={search.maxLength}
          pattern={search.pattern}
          value={form.typed}
          onChange={(event) => form.setTyped(event.target.value)}
        />
        <select
          className="field"
          name={states.name}
          aria-label={states.label}
          value={form.state}
          onChange={(event) => form.setState(event.target.value as State | '')}
        >
          <option value="">{states.any}</option>
          {(Object.keys(states.names) as State[]).map((state) => (
            <option key={state} value={state}>
              {states.names[state]}
            </option>
          ))}
        </select>
        <button type="submit" className="btn">
          {t.users.find}
        </button>
      </form>
      <Loaded query={list}>
        {(rows) => (
          <>
            <Table label={title} columns={columns}>
              {rows.map(renderRow)}
            </Table>
            {rows.length === 0 && <p className="muted mt-2">{none}</p>}
            <More list={list} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
