import { describe, expect, it } from 'vitest';
import { isReservedName } from './reservedNames.ts';

describe('reserved names', () => {
  it.each([
    'Support',
    'SUPPORT',
    'supp0rt',
    'Suрport',
    'S.u.p-port',
    'Ádmin',
    'The Team',
    'CryptoTribes',
    'CryptoTribes Helper',
    'Crypt0-Tribes',
  ])('keeps "%s" for the house', (name) => {
    expect(isReservedName(name)).toBe(true);
  });

  it.each(['WarriorKing', 'Supporter', 'Modesty', 'Adminka', 'Tribes', 'Rooted'])('leaves "%s" to players', (name) => {
    expect(isReservedName(name)).toBe(false);
  });
});
