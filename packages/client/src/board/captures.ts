/** What changed hands between two pictures of the map, and from where the new dye floods in. Pure. */
import type { Point } from './geometry/lattice.ts';
import type { MapTerritory } from './mapData.ts';
import type { TerritoryView } from './view.ts';

export interface Capture {
  territoryId: number;
  /** The land as it was drawn before. */
  before: TerritoryView;
  /** Where the flood begins: on the border to a land that the captor held already, else in the middle. */
  origin: Point;
}

/** Lands whose owner changed to a tribe. Land that fell back to nobody is no capture. */
export function capturesBetween(
  lands: readonly MapTerritory[],
  before: readonly TerritoryView[],
  after: readonly TerritoryView[],
): Capture[] {
  const heldBefore = new Map(before.map((view) => [view.territoryId, view.owner?.tribeId ?? null]));
  return after.flatMap((view, index) => {
    const old = before[index];
    const captor = view.owner?.tribeId;
    if (!old || old.territoryId !== view.territoryId || !captor || old.owner?.tribeId === captor) return [];
    const land = lands[view.territoryId - 1];
    if (!land) return [];
    const neighbour = land.neighbours.find((id) => heldBefore.get(id) === captor);
    return [{ territoryId: view.territoryId, before: old, origin: originOf(lands, land, neighbour) }];
  });
}

/** Halfway between two neighbours lies about their border. */
function originOf(lands: readonly MapTerritory[], land: MapTerritory, neighbour: number | undefined): Point {
  const from = neighbour === undefined ? undefined : lands[neighbour - 1];
  if (!from) return land.label;
  return [(land.label[0] + from.label[0]) / 2, (land.label[1] + from.label[1]) / 2];
}
