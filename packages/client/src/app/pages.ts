/**
 * Screens by file, loaded when first shown. A screen is the default export of a *Page.tsx in a feature's folder; links
 * to a screen that does not exist are not drawn. The landing page is part of the first load, not of this list.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { whenOnline } from './whenOnline.ts';

type Module = { default: ComponentType };
type Screen = LazyExoticComponent<ComponentType>;

const modules = import.meta.glob<Module>([
  '../features/*/*Page.tsx',
  '!../features/landing/*',
  '../features/wallet/{ConnectPanel,ProfilePanel}.tsx',
  '../features/battles/{AttackDialog,GarrisonDialog}.tsx',
  '../features/keys/KeyCentre.tsx',
  '../features/pwa/PwaCentre.tsx',
  '../features/toasts/Toasts.tsx',
  '../features/season/SeasonStrip.tsx',
  '../features/notices/{NoticeCentre,NoticesPanel}.tsx',
]);

const screens = new Map<string, Screen>();
for (const [path, load] of Object.entries(modules)) {
  screens.set(
    path.replace('../features/', '').replace('.tsx', ''),
    lazy(() => whenOnline(load)),
  );
}

/** The screen in `features/<name>.tsx`; null when there is none. */
export function screen(name: string): Screen | null {
  return screens.get(name) ?? null;
}
