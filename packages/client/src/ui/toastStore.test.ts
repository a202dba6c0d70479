import { expect, it } from 'vitest';
import { type Toast, withToast } from './toastStore.ts';

const toast = (id: number, isSticky = false): Toast => ({
  id,
  text: String(id),
  tone: 'info',
  count: 1,
  isSticky,
  link: null,
  action: null,
  kind: null,
  shownAtMs: 0,
});

it('keeps the newest three that pass and the newest two that stay', () => {
  let shown: readonly Toast[] = [];
  for (const card of [toast(1), toast(2, true), toast(3), toast(4, true), toast(5), toast(6, true), toast(7)])
    shown = withToast(shown, card);
  expect(shown.map(({ id }) => id)).toEqual([3, 4, 5, 6, 7]);
});
