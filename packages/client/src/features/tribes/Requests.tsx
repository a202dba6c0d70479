import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import { errorText } from '../../app/errorText.ts';
import { useWithdrawInvite } from '../../net/tribeHooks.ts';
import { useAnswerRequest } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Countdown, Since } from '../../ui/Countdown.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { InvitePlayer } from './InvitePlayer.tsx';
import { hasSeat } from './members.ts';
import { useBlocked } from './useBlocked.ts';

const t = tribeText;
const onError = (error: unknown) => showToast(errorText(error), 'bad');

/** For chieftain and captains: who asks to join, who is invited, and inviting somebody. */
export function Requests({ tribe }: { tribe: Tribe }) {
  const answer = useAnswerRequest();
  const withdraw = useWithdrawInvite(tribe.id);
  const blocked = useBlocked();
  const closed = blocked.joining ?? (hasSeat(tribe, 'warrior') ? null : t.warriorsFull);
  const reply = (userId: string, accept: boolean) => answer.mutate({ tribeId: tribe.id, userId, accept }, { onError });
  return (
    <Panel title={t.requests} aside={<span className="cap">{tribe.requests.length}</span>} className="requests">
      {tribe.requests.length === 0 && <p className="muted">{t.requestsEmpty}</p>}
      <ul>
        {tribe.requests.map(({ userId, username, createdAt }) => {
          const name = username ?? t.nameless;
          return (
            <li key={userId} className="tribe-row" data-testid="tribe-request">
              <span className="min-w-0">
                <b className="block truncate font-semibold">{name}</b>
                <span className="faint text-[12px]">
                  <Since instant={createdAt} />
                </span>
              </span>
              <span className="row">
                <button
                  type="button"
                  className="btn s"
                  disabled={answer.isPending || closed !== null}
                  onClick={() => reply(userId, true)}
                >
                  {t.letIn}
                </button>
                <button
                  type="button"
                  className="btn s ghost"
                  disabled={answer.isPending || blocked.all !== null}
                  onClick={() => reply(userId, false)}
                >
                  {t.decline}
                </button>
              </span>
            </li>
          );
        })}
      </ul>
      {closed && tribe.requests.length > 0 && <p className="faint text-[12px]">{closed}</p>}
      <hr className="rule" />
      <InvitePlayer tribe={tribe} blocked={blocked.joining} />
      {tribe.invites.length > 0 && (
        <>
          <h3 className="cap mt-3">{t.openInvites}</h3>
          <ul>
            {tribe.invites.map((invite) => (
              <li key={invite.inviteId} className="tribe-row" data-testid="tribe-invite">
                <span className="min-w-0">
                  <b className="block truncate font-semibold">{invite.username ?? t.nameless}</b>
                  <span className="faint text-[12px]">
                    {t.roles[invite.role]} · {t.endsIn} <Countdown until={invite.expiresAt} />
                  </span>
                </span>
                <button
                  type="button"
                  className="btn s ghost"
                  disabled={withdraw.isPending || blocked.all !== null}
                  onClick={() => withdraw.mutate(invite.inviteId, { onError })}
                >
                  {t.withdraw}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
