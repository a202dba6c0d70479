import { expect, it } from 'vitest';
import { parseHost } from './lastHost.ts';

const host = { army: { militia: 5, spearman: 0, archer: 0, cavalry: 2 }, formation: 'defensive' };

it('reads back what was stored', () => {
  expect(parseHost(JSON.stringify(host))).toEqual(host);
});

it.each([
  null,
  'not json',
  'null',
  '{}',
  JSON.stringify({ ...host, formation: 'sideways' }),
  JSON.stringify({ ...host, army: { militia: -1, spearman: 0, archer: 0, cavalry: 0 } }),
  JSON.stringify({ ...host, army: { militia: 1.5, spearman: 0, archer: 0, cavalry: 0 } }),
])('takes %s for no host', (stored) => {
  expect(parseHost(stored)).toBeNull();
});
