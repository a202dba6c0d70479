import type { Army, Formation } from '@cryptotribes/rules/core/units';
import { createStore } from '../../net/createStore.ts';

/** Which dialog about sending units is open, and for which territory (1 to 50); null = none. */
export type MarchDialog = { kind: 'attack' | 'garrison'; territoryNo: number } | null;

export const attackStore = createStore<MarchDialog>(null);

/** Opens the dialog that sends units against a territory. */
export function openAttack(territoryNo: number): void {
  attackStore.set({ kind: 'attack', territoryNo });
}

/** Opens the dialog that moves units into or out of a garrison. */
export function openGarrison(territoryNo: number): void {
  attackStore.set({ kind: 'garrison', territoryNo });
}

/** Closes either dialog. An accepted order goes on. */
export function closeMarchDialog(): void {
  attackStore.set(null);
}

/** A march that was being put together when the session ended: kept until somebody is signed in again. */
export interface MarchDraft {
  territoryNo: number;
  army: Army;
  formation: Formation;
}

export const draftStore = createStore<MarchDraft | null>(null);

/** Puts the march aside and closes its dialog, so that the way to sign in can be seen. */
export function keepDraft(draft: MarchDraft): void {
  draftStore.set(draft);
  closeMarchDialog();
}

/** The draft for a territory; it is given out once. */
export function takeDraft(territoryNo: number): MarchDraft | null {
  const draft = draftStore.get();
  if (draft?.territoryNo !== territoryNo) return null;
  draftStore.set(null);
  return draft;
}
