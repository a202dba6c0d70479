import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { describe, expect, it } from 'vitest';
import { backOffMs, isRefusal, orRefused } from './refusal.ts';

const failure = (code: ApiError['code'], status: number, retryAfterSeconds: number | null = null) =>
  new ApiError({ code, status, message: code, retryAfterSeconds });

describe('failures', () => {
  it.each([
    ['TERRITORY_PROTECTED', 400, true],
    ['TAG_TAKEN', 409, true],
    ['INVALID_TOKEN', 401, false],
    ['RATE_LIMIT_EXCEEDED', 429, false],
    ['VALIDATION_FAILED', 400, false],
    ['SERVICE_UNAVAILABLE', 503, false],
    ['NETWORK_ERROR', 0, false],
  ] as const)('takes %s (%i) as a refusal by the rules: %s', (code, status, refused) => {
    expect(isRefusal(failure(code, status))).toBe(refused);
  });
  it('hands on a refusal as its code and throws everything else', async () => {
    expect(await orRefused(Promise.resolve(5))).toEqual({ value: 5, code: null });
    expect(await orRefused(Promise.reject(failure('TRIBE_FULL', 400)))).toEqual({ value: null, code: 'TRIBE_FULL' });
    await expect(orRefused(Promise.reject(failure('INTERNAL_ERROR', 500)))).rejects.toThrow('INTERNAL_ERROR');
  });
  it.each([
    ['doubles', new Error('x'), 3, 0, 8_000],
    ['adds up to half by chance', new Error('x'), 3, 1, 12_000],
    ['stops at a minute', new Error('x'), 50, 0, 60_000],
    ['waits as long as the server asks', failure('RATE_LIMIT_EXCEEDED', 429, 90), 1, 0, 90_000],
  ])('%s', (_, error, failures, luck, expected) => {
    expect(backOffMs(error, failures, { next: () => luck })).toBe(expected);
  });
});
