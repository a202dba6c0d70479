/**
 * German, whole: one file that the page loads before its first sentence. Parts import types only: a value from elsewhere could wait
 * for the very file that waits for this one.
 */
import { about } from './about.ts';
import { battle } from './battle.ts';
import { beacon } from './beacon.ts';
import { council } from './council.ts';
import { counsel } from './counsel.ts';
import { drawer } from './drawer.ts';
import { errors } from './errors.ts';
import { format } from './format.ts';
import { garrison } from './garrison.ts';
import { holdings } from './holdings.ts';
import { landing } from './landing.ts';
import { map } from './map.ts';
import { march } from './march.ts';
import { me } from './me.ts';
import { names } from './names.ts';
import { nav } from './nav.ts';
import { news } from './news.ts';
import { notFound } from './notFound.ts';
import { noticeList } from './noticeList.ts';
import { notices } from './notices.ts';
import { profile } from './profile.ts';
import { pwa } from './pwa.ts';
import { raids } from './raids.ts';
import { ranks } from './ranks.ts';
import { season } from './season.ts';
import { seasonStrip } from './seasonStrip.ts';
import { shell } from './shell.ts';
import { shortcuts } from './shortcuts.ts';
import { side } from './side.ts';
import { steps } from './steps.ts';
import { tribe } from './tribe.ts';
import { unit } from './unit.ts';
import { village } from './village.ts';
import { wallet } from './wallet.ts';
import { welcome } from './welcome.ts';

export const german: Readonly<Record<string, unknown>> = {
  about,
  battle,
  beacon,
  council,
  counsel,
  drawer,
  errors,
  format,
  garrison,
  holdings,
  landing,
  map,
  march,
  names,
  me,
  nav,
  news,
  notFound,
  noticeList,
  notices,
  profile,
  raids,
  ranks,
  season,
  seasonStrip,
  pwa,
  shell,
  shortcuts,
  side,
  steps,
  tribe,
  unit,
  village,
  wallet,
  welcome,
};
