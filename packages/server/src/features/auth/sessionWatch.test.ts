import { describe, expect, it } from 'vitest';
import type { Session } from './queries.ts';
import { createSessionWatch, watchKey } from './sessionWatch.ts';

const session = (id: string): Session => ({
  id,
  user_id: 'u',
  kind: 'token',
  generation: 1,
  refresh_key: null,
  cookie_hash: null,
  created_at: 0,
  expires_at: 1e15,
  revoked_at: null,
});

describe('what a process remembers of sessions', () => {
  it('lasts less than a second', () => {
    const watch = createSessionWatch();
    watch.remember('a', session('a'), 0, watch.epoch());
    expect(watch.recall('a', 999)?.id).toBe('a');
    expect(watch.recall('a', 1_000)).toBeNull();
  });

  it('is dropped at once when the session changes', () => {
    const watch = createSessionWatch();
    watch.remember('a', session('a'), 0, watch.epoch());
    watch.forget(session('a'));
    expect(watch.recall('a', 1)).toBeNull();
  });

  it('does not take in what was read before a session ended', () => {
    const watch = createSessionWatch();
    const before = watch.epoch();
    watch.forget(session('a'));
    watch.remember('a', session('a'), 0, before);
    expect(watch.recall('a', 1)).toBeNull();
  });

  it('is bounded: the one not asked for the longest makes room', () => {
    const watch = createSessionWatch();
    for (let i = 0; i < 20_000; i++) watch.remember(`s${i}`, session(`s${i}`), 0, watch.epoch());
    expect(watch.recall('s0', 1)).not.toBeNull();
    watch.remember('one more', session('one more'), 0, watch.epoch());
    expect(watch.recall('s0', 1)).not.toBeNull();
    expect(watch.recall('s1', 1)).toBeNull();
    expect(watch.recall('one more', 1)).not.toBeNull();
  });

  it('keys a cookie session by its cookie', () => {
    expect(watchKey({ ...session('a'), kind: 'cookie', cookie_hash: Buffer.from([1, 2]) })).toBe('0102');
    expect(watchKey(session('a'))).toBe('a');
  });

  it('tells listeners of an end until they leave', () => {
    const watch = createSessionWatch();
    const heard: string[] = [];
    const leave = watch.onEnded((id) => heard.push(id));
    watch.announceEnd('a');
    leave();
    watch.announceEnd('b');
    expect(heard).toEqual(['a']);
  });
});
