/** What a founder does for the tribe: lets everybody in who asks, and invites newcomers while the tribe is the open one. */
import { orRefused } from './refusal.ts';
import { type Settler, tribesWithSeats } from './settle.ts';

/** Lets in everybody who asked to join. A tribe without a free seat turns them down, so that they can look elsewhere. */
export async function acceptRequests(bot: Settler, tribeId: string): Promise<void> {
  const { requests } = await bot.api.call('tribes.get', { params: { tribeId } });
  for (const { userId } of requests) {
    const params = { tribeId, userId };
    const { code } = await orRefused(bot.api.call('tribes.acceptRequest', { params }));
    if (code === null) bot.fleet.stats.accepted += 1;
    if (code === 'TRIBE_FULL') await orRefused(bot.api.call('tribes.declineRequest', { params }));
  }
}

/** Whether this founder's tribe is the one that invites at present: the first of the house that has a seat left. */
export async function isOpenTribe(bot: Settler): Promise<boolean> {
  const [first] = await tribesWithSeats(bot);
  return first === bot.tribeNumber;
}

/** Invites players without a tribe who are not of the house, each once a season. */
export async function inviteNewcomers(bot: Settler, tribeId: string): Promise<void> {
  const { fleet } = bot;
  const newcomers = (await bot.world.lastPlayers()).filter(
    (player) => player.tribeId === null && !fleet.userIds.has(player.userId) && !fleet.invited.has(player.userId),
  );
  for (const { userId } of newcomers) {
    const { code } = await orRefused(
      bot.api.call('tribes.invite', { params: { tribeId }, body: { userId, role: 'warrior' } }),
    );
    if (code === 'TRIBE_FULL') return;
    fleet.invited.add(userId);
    if (code === null) fleet.stats.invites += 1;
  }
}
