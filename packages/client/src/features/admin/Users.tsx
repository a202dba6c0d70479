import type { PlayerRow } from '@cryptotribes/protocol/features/adminPlayers';
import type { Standing } from '@cryptotribes/protocol/features/standing';
import { type FormEvent, useState } from 'react';
import { adminText as t } from '../../text/en/admin.ts';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import type { SectionProps } from './AdminPage.tsx';
import { useUsers } from './adminApi.ts';
import { PlayerDesk } from './PlayerDesk.tsx';
import { Cell, Loaded, More, PersonLink, StandingTag, shortWallet, Table, When } from './parts.tsx';

const words = t.users;
const STANDINGS: readonly Standing[] = ['good', 'restricted', 'banned'];

function Row({ user }: { user: PlayerRow }) {
  return (
    <tr>
      <Cell label={words.name}>
        <span className="row flex-wrap">
          <PersonLink person={user.person} />
          {user.online && <Tag tone="up">{words.online}</Tag>}
        </span>
      </Cell>
      <Cell label={words.wallet}>
        <code className="admin-hash" title={user.person.walletAddress}>
          {shortWallet(user.person.walletAddress)}
        </code>
      </Cell>
      <Cell label={words.standing}>
        <StandingTag standing={user.standing} />
      </Cell>
      <Cell label={words.flags}>{formatNumber(user.openFlags)}</Cell>
      <Cell label={words.created}>
        <When at={user.createdAt} />
      </Cell>
      <Cell label={words.active}>
        <When at={user.lastActiveAt} />
      </Cell>
    </tr>
  );
}

function PlayerList() {
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [standing, setStanding] = useState<Standing | ''>('');
  const list = useUsers({ ...(search ? { search } : {}), ...(standing ? { standing } : {}) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSearch(typed.trim());
  };
  return (
    <Panel title={t.sections.users}>
      <form className="admin-filter" role="search" onSubmit={submit}>
        <input
          className="field"
          type="search"
          name="search"
          aria-label={words.search}
          placeholder={words.search}
          maxLength={60}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <select
          className="field"
          name="standing"
          aria-label={words.standing}
          value={standing}
          onChange={(event) => setStanding(event.target.value as Standing | '')}
        >
          <option value="">{words.any}</option>
          {STANDINGS.map((each) => (
            <option key={each} value={each}>
              {words.standings[each]}
            </option>
          ))}
        </select>
        <button type="submit" className="btn">
          {words.find}
        </button>
      </form>
      <Loaded query={list}>
        {(users) => (
          <>
            <Table
              label={t.sections.users}
              columns={[words.name, words.wallet, words.standing, words.flags, words.created, words.active]}
            >
              {users.map((user) => (
                <Row key={user.person.userId} user={user} />
              ))}
            </Table>
            {users.length === 0 && <p className="muted mt-2">{words.none}</p>}
            <More list={list} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

/** Finding players, and one of them with all that concerns him. */
export function Users({ roles, id }: SectionProps) {
  return id === null ? <PlayerList /> : <PlayerDesk userId={id} roles={roles} />;
}
