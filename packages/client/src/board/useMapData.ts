import { useEffect, useState } from 'react';
import { loadMapData, type MapData } from './mapData.ts';

let loaded: MapData | null = null;
let loading: Promise<MapData> | null = null;

/** Starts loading the drawing of the map; safe to call again. */
export function preloadMapData(): Promise<MapData> {
  loading ??= loadMapData().then(
    (data) => {
      loaded = data;
      return data;
    },
    (error: unknown) => {
      // The next caller tries again.
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** The drawing of the map; null until its chunk is here. */
export function useMapData(): MapData | null {
  const [data, setData] = useState(loaded);
  useEffect(() => {
    if (data) return;
    let isGone = false;
    preloadMapData().then(
      (next) => {
        if (!isGone) setData(next);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [data]);
  return data;
}
