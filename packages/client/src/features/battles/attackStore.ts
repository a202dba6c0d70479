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
