/**
 * German, whole: one file that the page loads before its first sentence. Parts import types only: a value from elsewhere could wait
 * for the very file that waits for this one.
 */
import { errors } from './errors.ts';
import { format } from './format.ts';
import { map } from './map.ts';
import { nav } from './nav.ts';
import { news } from './news.ts';
import { notFound } from './notFound.ts';
import { notices } from './notices.ts';
import { profile } from './profile.ts';
import { raids } from './raids.ts';
import { ranks } from './ranks.ts';
import { shell } from './shell.ts';
import { shortcuts } from './shortcuts.ts';

export const german: Readonly<Record<string, unknown>> = {
  errors,
  format,
  map,
  nav,
  news,
  notFound,
  notices,
  profile,
  raids,
  ranks,
  shell,
  shortcuts,
};
