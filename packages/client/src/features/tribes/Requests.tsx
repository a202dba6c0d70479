import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import { type FormEvent, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useAnswerRequest, useInvitePlayer } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Panel } from '../../ui/Panel.tsx';
import { showToast } from '../../ui/toastStore.ts';

const t = tribeText;
const PLAYER_ID = /^[0-9a-f]{24}$/;

/** For chieftain and captains: who asks to join, and inviting somebody. */
export function Requests({ tribe }: { tribe: Tribe }) {
  const answer = useAnswerRequest();
  const invite = useInvitePlayer();
  const [userId, setUserId] = useState('');
  const onError = (error: unknown) => showToast(errorText(error), 'bad');
  const reply = (player: string, accept: boolean) =>
    answer.mutate({ tribeId: tribe.id, userId: player, accept }, { onError });
  const send = (event: FormEvent) => {
    event.preventDefault();
    const onSuccess = () => {
      setUserId('');
      showToast(t.invited, 'good');
    };
    invite.mutate({ tribeId: tribe.id, userId, role: 'warrior' }, { onSuccess, onError });
  };
  return (
    <Panel title={t.requests} aside={<span className="cap">{tribe.requests.length}</span>}>
      {tribe.requests.length === 0 && <p className="muted">{t.requestsEmpty}</p>}
      <ul>
        {tribe.requests.map((request) => (
          <li key={request.userId} className="tribe-row" data-testid="tribe-request">
            <b className="truncate font-semibold">{request.username ?? t.nameless}</b>
            <span className="row">
              <button
                type="button"
                className="btn s"
                disabled={answer.isPending}
                onClick={() => reply(request.userId, true)}
              >
                {t.accept}
              </button>
              <button
                type="button"
                className="btn s ghost"
                disabled={answer.isPending}
                onClick={() => reply(request.userId, false)}
              >
                {t.decline}
              </button>
            </span>
          </li>
        ))}
      </ul>
      <form className="mt-3 grid gap-1" onSubmit={send}>
        <label htmlFor="invite-player" className="cap">
          {t.invite}
        </label>
        <div className="row">
          <input
            id="invite-player"
            className="field"
            autoComplete="off"
            maxLength={24}
            aria-describedby="invite-hint"
            value={userId}
            onChange={(event) => setUserId(event.target.value.trim().toLowerCase())}
          />
          <button type="submit" className="btn" disabled={!PLAYER_ID.test(userId) || invite.isPending}>
            {t.inviteSend}
          </button>
        </div>
        <p id="invite-hint" className="faint text-[12px]">
          {t.inviteHint}
        </p>
      </form>
    </Panel>
  );
}
