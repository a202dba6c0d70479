/** Who bot number `index` is: the same key, tribe, temperament and luck whenever and wherever it plays. */
import type { BotOptions } from './bot.ts';
import { createBotRandom } from './botRandom.ts';
import { botKey, randomSeedOf } from './keys.ts';
import { tribeSize } from './names.ts';
import { temperamentOf } from './temperaments/mix.ts';

export interface BotIdentity {
  /** The key of its wallet. */
  readonly key: `0x${string}`;
  readonly options: Pick<BotOptions, 'index' | 'tribeNumber' | 'isFounder' | 'temperament' | 'random'>;
}

/** `seedHex`: where all keys come from; `count`: how many bots there are. */
export function botIdentity(seedHex: string, count: number, index: number): BotIdentity {
  const size = tribeSize(count);
  const key = botKey(seedHex, index);
  return {
    key,
    options: {
      index,
      tribeNumber: Math.floor(index / size),
      isFounder: index % size === 0,
      temperament: temperamentOf(index),
      random: createBotRandom(randomSeedOf(key)),
    },
  };
}
