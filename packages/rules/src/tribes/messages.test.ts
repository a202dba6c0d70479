import { describe, expect, it } from 'vitest';
import { canMute, MESSAGE_LENGTH, normaliseMessage } from './messages.ts';
import { TRIBE_ROLES } from './roster.ts';

const reasonOf = (text: string) => {
  const result = normaliseMessage(text);
  return result.ok ? 'accepted' : result.details.reason;
};

describe('a message', () => {
  it.each([
    ['plain words', 'Hold the lake at dawn.'],
    ['several lines', 'first\n\nthird\n'],
    ['spaces at the ends', '  as I wrote it  '],
    ['other scripts', 'Привет, 攻撃 مرحبا'],
    ['joined emoji', '👩‍👩‍👧‍👦 🏴‍☠️'],
    ['markup, which is only text', '<script>alert(1)</script>'],
    ['one character', '.'],
  ])('may have %s and stays as it is', (_, text) => {
    expect(normaliseMessage(text)).toEqual({ ok: true, value: text });
  });

  it('is stored in composed form', () => {
    expect(normaliseMessage('e\u0301')).toEqual({ ok: true, value: '\u00e9' });
  });

  it('counts characters, not halves of them', () => {
    expect(reasonOf('🐺'.repeat(MESSAGE_LENGTH))).toBe('accepted');
    expect(reasonOf('🐺'.repeat(MESSAGE_LENGTH + 1))).toBe('too_long');
    expect(reasonOf('a'.repeat(100_000))).toBe('too_long');
  });

  it.each([
    ['nothing', '', 'blank'],
    ['only spaces', ' \n\u00a0\u3000 ', 'blank'],
    ['only invisible characters', '\u200b\u200d\ufe0f\u2060', 'blank'],
    ['a lone surrogate', 'a\ud800b', 'malformed'],
    ['NUL', 'a\u0000b', 'forbidden_character'],
    ['a tab', 'a\tb', 'forbidden_character'],
    ['a carriage return', 'a\r\nb', 'forbidden_character'],
    ['an escape sequence', '\u001b[31mred', 'forbidden_character'],
    ['a C1 control', 'a\u0085b', 'forbidden_character'],
    ['a direction override', 'a\u202eb', 'forbidden_character'],
    ['a line separator', 'a\u2028b', 'forbidden_character'],
  ])('with %s is refused', (_, text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });
});

describe('muting', () => {
  it('goes down the ranks only', () => {
    const pairs = TRIBE_ROLES.flatMap((role) =>
      TRIBE_ROLES.filter((target) => canMute(role, target)).map((target) => [role, target]),
    );
    expect(pairs).toEqual([
      ['chieftain', 'captain'],
      ['chieftain', 'warrior'],
      ['captain', 'warrior'],
    ]);
  });
});
