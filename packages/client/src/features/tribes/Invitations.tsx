import type { TribeInvite } from '@cryptotribes/protocol/features/tribes';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useServerNow } from '../../net/hooks.ts';
import { useInvites } from '../../net/tribeHooks.ts';
import { useAcceptInvite, useDeclineInvite } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Countdown } from '../../ui/Countdown.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Shield } from '../../ui/Shield.tsx';

const t = tribeText;

function Invitation({ invite, blocked }: { invite: TribeInvite; blocked: string | null }) {
  const accept = useAcceptInvite();
  const decline = useDeclineInvite();
  const isOver = Date.parse(invite.expiresAt) <= useServerNow();
  const isBusy = accept.isPending || decline.isPending;
  const error = accept.error ?? decline.error;
  return (
    <li className="tribe-row invitation" data-testid="invitation">
      <Link href={`/tribe/${invite.tribeId}`} className="row min-w-0">
        <Shield tribeId={invite.tribeId} ordinal={invite.ordinal} width={44} />
        <span className="min-w-0">
          <b className="disp block text-[20px]">{invite.tribeName}</b>
          <span className="faint text-[13px]">
            {t.inviteAs(t.roles[invite.role])}
            {!isOver && (
              <>
                {' · '}
                {t.endsIn} <Countdown until={invite.expiresAt} />
              </>
            )}
          </span>
        </span>
      </Link>
      {isOver ? (
        <p className="faint text-[13px]">{t.inviteOver}</p>
      ) : (
        <span className="row">
          <button
            type="button"
            className="btn prime"
            disabled={isBusy || blocked !== null}
            onClick={() => accept.mutate(invite.inviteId)}
          >
            {t.accept}
          </button>
          <button type="button" className="btn ghost" disabled={isBusy} onClick={() => decline.mutate(invite.inviteId)}>
            {t.decline}
          </button>
        </span>
      )}
      {error && (
        <p role="alert" className="text-blood w-full">
          {errorText(error)}
        </p>
      )}
    </li>
  );
}

/** Open invitations; nothing when there are none. */
export function Invitations({ blocked }: { blocked: string | null }) {
  const invites = useInvites().data?.invites ?? [];
  if (invites.length === 0) return null;
  return (
    <Panel title={t.invites} aside={<span className="badge">{invites.length}</span>} className="invitations">
      <ul>
        {invites.map((invite) => (
          <Invitation key={invite.inviteId} invite={invite} blocked={blocked} />
        ))}
      </ul>
    </Panel>
  );
}
