/** A player in forty lines: trains militia, raids one bandit camp after the other and builds. Start it with `node bot.mjs <address>`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { fewestThatWin } from '@cryptotribes/rules/battles/fewest';
import { campBattle } from '@cryptotribes/rules/raids/camps';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';

const [baseUrl = 'http://localhost:3000', pauseMs = '5000'] = process.argv.slice(2);
const account = privateKeyToAccount(process.env.BOT_KEY ?? generatePrivateKey());
let token = null;
const api = createApiClient({ baseUrl, getToken: () => token });

// Sign in: the server's text, signed by the wallet.
const walletAddress = account.address;
const { message } = await api.call('auth.nonce', { body: { walletAddress } });
const signature = await account.signMessage({ message });
({ token } = await api.call('auth.connect', { body: { walletAddress, message, signature } }));

const season = await api.call('seasons.current');
await api.call('seasons.join', { params: { seasonId: season.seasonId } });
const rules = rulesetById(season.rulesetId);

/** What to do next, as one order; null = wait. */
function decide(me) {
  const level = Math.min(me.campsBeaten + 1, rules.raids.camps.length);
  const attacker = { army: me.army, formation: 'balanced', workshopLevel: me.buildings.workshop.level };
  if (me.raidCharges.count > 0 && fewestThatWin(campBattle(rules, level, attacker)).reached)
    return ['battles.raidCamp', { level, army: me.army, formation: 'balanced' }];
  const quantity = Math.min(20, Math.floor(me.gold / 20), me.armyCap - me.armyTotal);
  if (quantity > 0 && me.trainingQueue.length === 0) return ['training.start', { unitType: 'militia', quantity }];
  return me.buildings.barracks.upgrading ? null : ['buildings.upgrade', { buildingType: 'barracks' }];
}

for (;;) {
  const [order, body] = decide(await api.call('users.me')) ?? [];
  // A refusal has a code and a sentence: the world has changed meanwhile, and the bot decides anew.
  if (order) console.log(order, body, await api.call(order, { body }).catch(String));
  await sleep(Number(pauseMs));
}
