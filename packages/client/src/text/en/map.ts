/** The map and its list. */
import { translated } from '../translated.ts';

export const mapText = translated('map', {
  title: 'Map of the fifty territories',
  modesLabel: 'Map shows',
  modes: { owners: 'Owners', ground: 'Ground', worth: 'Worth', strength: 'Strength' },
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Show the whole map',
  listView: 'List of territories',
  mapView: 'Back to the map',
  day: (day: number) => `Day ${day}`,
  tiers: { center: 'Center', ring: 'Ring', edge: 'Edge' },
  terrain: { castle: 'Castle', forest: 'Forest', hills: 'Hills', river: 'River', plains: 'Plains' },
  wild: 'wild',
  heldBy: (name: string) => `held by ${name}`,
  unknownOwner: 'owner not known yet',
  units: (n: string) => `${n} units`,
  truce: (span: string) => `truce for ${span}`,
  fight: 'a fight is under way',
  mine: 'yours',
  saga: 'Saga',
  sagaEmpty: 'Nothing has happened yet.',
  columns: {
    name: 'Name',
    tier: 'Tier',
    ground: 'Ground',
    owner: 'Owner',
    garrison: 'Garrison',
    worth: 'VP an hour',
  },
  failed: 'The territories could not be loaded.',
});
