import type { PlayerDetail } from '@cryptotribes/protocol/features/adminPlayers';
import { adminText as t } from '../../text/en/admin.ts';
import { ActDialog } from './ActDialog.tsx';
import { adminApi } from './adminApi.ts';
import { nameOf } from './parts.tsx';

export type PlayerAct = 'endSessions' | 'restrict' | 'ban' | 'lift' | 'flag';

const words = t.users;
const FACTS: Record<PlayerAct, string> = {
  endSessions: words.endFact,
  restrict: words.restrictFact,
  ban: words.banFact,
  lift: words.liftFact,
  flag: words.flagFact,
};

function send(act: PlayerAct, userId: string, given: { reason: string; confirm: string }): Promise<unknown> {
  const params = { userId };
  const body = { reason: given.reason };
  switch (act) {
    case 'endSessions':
      return adminApi.call('admin.endSessions', { params, body });
    case 'restrict':
      return adminApi.call('admin.restrict', { params, body });
    case 'ban':
      return adminApi.call('admin.ban', { params, body: given });
    case 'lift':
      return adminApi.call('admin.lift', { params, body });
    case 'flag':
      return adminApi.call('admin.raiseFlag', { body: { userId, ...body } });
  }
}

interface PlayerDialogProps {
  act: PlayerAct;
  player: PlayerDetail;
  onClose: () => void;
}

export function PlayerDialog({ act, player, onClose }: PlayerDialogProps) {
  return (
    <ActDialog
      title={words[act]}
      about={nameOf(player.person)}
      facts={[FACTS[act]]}
      confirm={act === 'ban' ? player.confirm : undefined}
      action={words[act]}
      isDanger={act === 'ban'}
      onAct={(given) => send(act, player.person.userId, given)}
      onClose={onClose}
    />
  );
}
