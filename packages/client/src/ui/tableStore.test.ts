import { DEFAULT_SETTINGS } from '@cryptotribes/protocol/features/settings';
import { expect, it } from 'vitest';
import { DEFAULT_TABLE, parseTable } from './tableStore.ts';

it('has the defaults of the server', () => {
  expect(DEFAULT_SETTINGS).toMatchObject(DEFAULT_TABLE);
});

it('takes of what was stored only what it can use', () => {
  expect(parseTable(null)).toEqual(DEFAULT_TABLE);
  expect(parseTable('no JSON')).toEqual(DEFAULT_TABLE);
  expect(parseTable('{"calm":true,"snow":"yes","textSize":400,"clock":"utc","more":1}')).toEqual({
    ...DEFAULT_TABLE,
    calm: true,
    textSize: 125,
    clock: 'utc',
  });
});
