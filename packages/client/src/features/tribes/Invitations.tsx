import type { TribeInvite } from '@cryptotribes/protocol/features/tribes';
import { errorText } from '../../app/errorText.ts';
import { useInvites } from '../../net/hooks.ts';
import { useAcceptInvite, useDeclineInvite } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Countdown } from '../../ui/Countdown.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { showToast } from '../../ui/toastStore.ts';

const t = tribeText;
const onError = (error: unknown) => showToast(errorText(error), 'bad');

function Invitation({ invite }: { invite: TribeInvite }) {
  const accept = useAcceptInvite();
  const decline = useDeclineInvite();
  const isBusy = accept.isPending || decline.isPending;
  return (
    <li className="tribe-row">
      <span className="row min-w-0">
        <Shield tribeId={invite.tribeId} ordinal={invite.ordinal} width={34} />
        <span>
          <b className="block font-semibold">{invite.tribeName}</b>
          <span className="faint text-[13px]">
            {t.inviteFrom(t.roles[invite.role].toLowerCase())} · <Countdown until={invite.expiresAt} />
          </span>
        </span>
      </span>
      <span className="row">
        <button
          type="button"
          className="btn s"
          disabled={isBusy}
          onClick={() => accept.mutate(invite.inviteId, { onError })}
        >
          {t.accept}
        </button>
        <button
          type="button"
          className="btn s ghost"
          disabled={isBusy}
          onClick={() => decline.mutate(invite.inviteId, { onError })}
        >
          {t.decline}
        </button>
      </span>
    </li>
  );
}

/** Open invitations; nothing when there are none. */
export function Invitations() {
  const invites = useInvites().data?.invites ?? [];
  if (invites.length === 0) return null;
  return (
    <Panel title={t.invites} aside={<span className="cap">{invites.length}</span>}>
      <ul>
        {invites.map((invite) => (
          <Invitation key={invite.inviteId} invite={invite} />
        ))}
      </ul>
    </Panel>
  );
}
