import { expect, it } from 'vitest';
import { parseReminders, splitDue } from './reminders.ts';

const soon = { territoryId: 3, atMs: 1000 };
const late = { territoryId: 50, atMs: 2000 };

it('is due at its moment, not before', () => {
  expect(splitDue([soon, late], 999)).toEqual({ due: [], later: [soon, late] });
  expect(splitDue([soon, late], 1000)).toEqual({ due: [soon], later: [late] });
});

it('reads back what was stored and leaves out everything else', () => {
  const stored = JSON.stringify([soon, { territoryId: 51, atMs: 1 }, null, 'x', { territoryId: 1 }, late]);
  expect(parseReminders(stored)).toEqual([soon, late]);
  for (const broken of [null, '', '{}', '7', '[']) expect(parseReminders(broken)).toEqual([]);
});
