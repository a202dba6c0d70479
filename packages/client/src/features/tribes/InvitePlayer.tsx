import type { FoundPlayer, Tribe } from '@cryptotribes/protocol/features/tribes';
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { DEFAULT_RULESET_ID, rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { useDeferredValue, useId, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useSeason } from '../../net/hooks.ts';
import { refetchSoon } from '../../net/live.ts';
import { useFindPlayers } from '../../net/tribeHooks.ts';
import { useInvitePlayer } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { formatNumber } from '../../ui/format.ts';
import { showToast } from '../../ui/toastStore.ts';
import { hasSeat } from './members.ts';

const t = tribeText;
type InviteRole = 'warrior' | 'captain';
const ROLES: readonly InviteRole[] = ['warrior', 'captain'];

interface InvitePlayerProps {
  tribe: Tribe;
  /** Why nobody can be invited at the moment; null = they can. */
  blocked: string | null;
}

/** Finding a player by name, wallet or id, and inviting. */
export function InvitePlayer({ tribe, blocked }: InvitePlayerProps) {
  const [typed, setTyped] = useState('');
  const [role, setRole] = useState<InviteRole>('warrior');
  const search = useDeferredValue(typed.trim());
  const { data, error } = useFindPlayers(tribe.id, search);
  const invite = useInvitePlayer();
  const season = useSeason().data;
  const id = useId();
  const full = hasSeat(tribe, role) ? null : role === 'captain' ? t.captainsFull : t.warriorsFull;
  const reason = blocked ?? full;
  const players = search === '' ? [] : (data?.players ?? []);

  const send = ({ userId }: FoundPlayer) => {
    const onSettled = () => refetchSoon(['findPlayers', tribe.id]);
    const hours = rulesetById(season?.rulesetId ?? DEFAULT_RULESET_ID).tribe.inviteGameMs / HOUR_MS;
    const onSuccess = () => showToast(t.invited(formatNumber(hours)), 'good');
    const onError = (failure: unknown) => showToast(errorText(failure), 'bad');
    invite.mutate({ tribeId: tribe.id, userId, role }, { onSettled, onSuccess, onError });
  };
  const standing = (player: FoundPlayer) => (player.tribe ? t.inTribe(player.tribe.name) : t.freePlayer);

  return (
    <section aria-labelledby={`${id}-title`}>
      <div className="row sp mb-1">
        <h3 id={`${id}-title`} className="cap">
          {t.invite}
        </h3>
        <fieldset className="switch small">
          <legend className="sr-only">{t.inviteRole}</legend>
          {ROLES.map((item) => (
            <button key={item} type="button" aria-pressed={role === item} onClick={() => setRole(item)}>
              {t.roles[item]}
            </button>
          ))}
        </fieldset>
      </div>
      <input
        type="search"
        className="field"
        name="invitePlayer"
        aria-label={t.invite}
        aria-describedby={`${id}-hint`}
        autoComplete="off"
        maxLength={60}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p id={`${id}-hint`} className="faint mt-1 text-[12px]">
        {reason ?? t.inviteHint}
      </p>
      <div aria-live="polite">
        {error && <p className="text-blood">{errorText(error)}</p>}
        {search !== '' && data && players.length === 0 && <p className="muted">{t.findNobody}</p>}
      </div>
      <ul>
        {players.map((player) => (
          <li key={player.userId} className="tribe-row" data-testid="found-player">
            <span className="min-w-0">
              <b className="block truncate font-semibold">{player.username ?? t.nameless}</b>
              <span className="faint text-[12px]">
                {standing(player)} · {formatNumber(player.victoryPoints)} {t.vp}
              </span>
            </span>
            {player.invited ? (
              <span className="tag up">{t.isInvited}</span>
            ) : (
              <button
                type="button"
                className="btn s"
                disabled={reason !== null || player.tribe !== null || invite.isPending}
                onClick={() => send(player)}
              >
                {t.inviteSend}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
