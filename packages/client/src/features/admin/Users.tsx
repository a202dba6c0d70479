import type { PlayerRow } from '@cryptotribes/protocol/features/adminPlayers';
import type { Standing } from '@cryptotribes/protocol/features/standing';
import { adminText as t } from '../../text/en/admin.ts';
import { formatNumber } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import type { SectionProps } from './AdminPage.tsx';
import { useUsers } from './adminApi.ts';
import { PlayerDesk } from './PlayerDesk.tsx';
import { Cell, PersonLink, StandingTag, shortWallet, When } from './parts.tsx';
import { SearchPanel, useSearch } from './SearchPanel.tsx';

const words = t.users;

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

const COLUMNS = [words.name, words.wallet, words.standing, words.flags, words.created, words.active];

function PlayerList() {
  const form = useSearch<Standing>();
  const { search, state } = form;
  return (
    <SearchPanel
      title={t.sections.users}
      form={form}
      search={{ label: words.search, maxLength: 60 }}
      states={{ name: 'standing', label: words.standing, any: words.any, names: words.standings }}
      list={useUsers({ ...(search ? { search } : {}), ...(state ? { standing: state } : {}) })}
      columns={COLUMNS}
      renderRow={(user) => <Row key={user.person.userId} user={user} />}
      none={words.none}
    />
  );
}

/** Finding players, and one of them with all that concerns him. */
export function Users({ roles, id }: SectionProps) {
  return id === null ? <PlayerList /> : <PlayerDesk userId={id} roles={roles} />;
}
