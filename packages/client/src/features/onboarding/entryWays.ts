import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { ComponentType } from 'react';

export interface EntryWayProps {
  season: Season;
  me: Me;
}

/** One way of paying for the entry: a card of its own that leads from the price to the receipt. */
export interface EntryWay {
  key: string;
  Card: ComponentType<EntryWayProps>;
}

/** The ways that this build knows, in the order of the page. Each is one component; the page asks nothing else of it. */
export const ENTRY_WAYS: readonly EntryWay[] = [];
