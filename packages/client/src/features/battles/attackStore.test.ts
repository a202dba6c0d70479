import { expect, it } from 'vitest';
import { attackStore, closeMarchDialog, keepDraft, openAttack, takeDraft } from './attackStore.ts';

const draft = {
  territoryNo: 7,
  army: { militia: 5, spearman: 0, archer: 0, cavalry: 0 },
  formation: 'defensive',
} as const;

it('closes the dialog when a march is put aside, and gives the march back once, for its own land only', () => {
  openAttack(7);
  keepDraft(draft);
  expect(attackStore.get()).toBeNull();
  expect(takeDraft(8)).toBeNull();
  expect(takeDraft(7)).toEqual(draft);
  expect(takeDraft(7)).toBeNull();
  closeMarchDialog();
});
