import type { TribeSummary } from '@cryptotribes/protocol/features/tribes';
import { SEATS } from '@cryptotribes/rules/tribes/roster';
import { errorText } from '../../app/errorText.ts';
import { useRequestJoin } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { showToast } from '../../ui/toastStore.ts';

const t = tribeText;

interface AskToJoinProps {
  tribe: Pick<TribeSummary, 'id' | 'name' | 'memberCount' | 'requestedByMe'>;
  /** Why nobody can join at the moment; null = they can. */
  blocked: string | null;
  isMain?: boolean;
}

/** The button that asks for a seat; asked is asked, also after coming back. */
export function AskToJoin({ tribe, blocked, isMain = false }: AskToJoinProps) {
  const request = useRequestJoin();
  const hasAsked = tribe.requestedByMe || request.isSuccess;
  const isFull = tribe.memberCount >= SEATS.length;
  const label = hasAsked ? t.asked : isFull ? t.full : t.ask;
  const ask = () =>
    request.mutate(tribe.id, {
      onSuccess: () => showToast(t.askedToast(tribe.name), 'good'),
      onError: (error) => showToast(errorText(error), 'bad'),
    });
  return (
    <button
      type="button"
      className={isMain ? 'btn prime' : 'btn s'}
      title={blocked ?? undefined}
      disabled={hasAsked || isFull || request.isPending || blocked !== null}
      onClick={ask}
    >
      {label}
    </button>
  );
}
