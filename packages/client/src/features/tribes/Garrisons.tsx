import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import { type Army, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { useState } from 'react';
import { Link } from 'wouter';
import { useMe } from '../../net/hooks.ts';
import { useGarrisons } from '../../net/tribeHooks.ts';
import { namesText } from '../../text/en/names.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Bar } from '../../ui/Bar.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LossList } from './MemberDialogs.tsx';

const t = tribeText;

const inWords = (army: Army) =>
  UNIT_TYPES.filter((type) => army[type] > 0)
    .map((type) => `${formatNumber(army[type])} ${namesText.units[type]}`)
    .join(', ');

/** Who stands where: lands by members, with capacity and income, and what would go with a member. */
export function Garrisons({ tribe }: { tribe: Tribe }) {
  const { data, isLoading, error } = useGarrisons(tribe.id);
  const me = useMe().data;
  const [leaving, setLeaving] = useState('');
  const lands = data?.territories ?? [];
  const members = data?.members ?? [];
  const nameOf = (userId: string) => members.find((member) => member.userId === userId)?.username ?? t.nameless;
  const shown = members.filter((member) => member.territories > 0 || member.userId === me?.id);
  return (
    <Panel title={t.garrisonsTitle} aside={data && <span className="cap">{t.lands(lands.length)}</span>}>
      {isLoading && <Skeleton lines={6} />}
      {error && !data && (
        <p className="text-blood" role="alert">
          {t.oneFailed}
        </p>
      )}
      {data && lands.length === 0 && (
        <Empty
          icon="tower-flag"
          sentence={t.garrisonsEmpty}
          action={
            <Link href="/territories" className="btn">
              {t.toMap}
            </Link>
          }
        />
      )}
      {lands.length > 0 && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
          <div className="matrix-scroll" tabIndex={0} role="group" aria-label={t.garrisonsTitle}>
            <table className="table matrix">
              <thead>
                <tr>
                  <th scope="col">{t.place}</th>
                  <th scope="col" className="n">
                    {t.places}
                  </th>
                  {shown.map((member) => (
                    <th key={member.userId} scope="col" className="n" title={member.username ?? t.nameless}>
                      <span className="matrix-name">{member.userId === me?.id ? t.you : nameOf(member.userId)}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {lands.map((land) => (
                  <tr key={land.id}>
                    <th scope="row">
                      <Link href={`/territories/${land.territoryId}`} className="matrix-land">
                        <b className="disp">{land.name}</b>
                        {land.pendingOrders > 0 && <span className="tag down">{t.orders(land.pendingOrders)}</span>}
                      </Link>
                    </th>
                    <td className="n">
                      <span className={land.placesTaken === 0 ? 'text-blood' : undefined}>
                        {formatNumber(land.placesTaken)}
                        <span className="faint"> / {formatNumber(land.capacity)}</span>
                      </span>
                      <Bar share={land.placesTaken / land.capacity} tone="frost" />
                    </td>
                    {shown.map((member) => {
                      const stack = land.members.find(({ userId }) => userId === member.userId);
                      return (
                        <td key={member.userId} className={`n ${member.userId === leaving ? 'leaving' : ''}`}>
                          {stack ? (
                            <span title={inWords(stack.units)}>{formatNumber(totalUnits(stack.units))}</span>
                          ) : (
                            <span className="faint">–</span>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">{t.all}</th>
                  <td className="n">{formatNumber(lands.reduce((sum, land) => sum + totalUnits(land.units), 0))}</td>
                  {shown.map((member) => (
                    <td key={member.userId} className="n">
                      {formatNumber(totalUnits(member.units))}
                    </td>
                  ))}
                </tr>
                <tr>
                  <th scope="row">{t.perHour}</th>
                  <td className="n text-gold">
                    {formatNumber(members.reduce((sum, member) => sum + member.goldPerHour, 0))}
                  </td>
                  {shown.map((member) => (
                    <td key={member.userId} className="n text-gold">
                      {formatNumber(member.goldPerHour)}
                    </td>
                  ))}
                </tr>
              </tfoot>
            </table>
          </div>
          <div className="if-leaves">
            <label>
              <span className="cap">{t.ifLeaves}</span>
              <select
                className="field"
                name="ifLeaves"
                value={leaving}
                onChange={(event) => setLeaving(event.target.value)}
              >
                <option value="">{t.ifLeavesPick}</option>
                {members.map((member) => (
                  <option key={member.userId} value={member.userId}>
                    {member.userId === me?.id ? `${nameOf(member.userId)} (${t.you})` : nameOf(member.userId)}
                  </option>
                ))}
              </select>
            </label>
            <div aria-live="polite">
              {leaving === '' ? (
                <p className="faint">{t.ifLeavesNobody}</p>
              ) : (
                <LossList garrisons={lands} userId={leaving} />
              )}
            </div>
          </div>
        </>
      )}
    </Panel>
  );
}
