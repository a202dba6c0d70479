import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { expect, it } from 'vitest';
import { walletText } from '../../text/en/wallet.ts';
import { NoAccountError, walletErrorText } from './walletErrors.ts';

it('calls a rejected signature by its name, however deep the library wrapped it', () => {
  expect(walletErrorText({ code: 4001 })).toBe(walletText.rejected);
  expect(walletErrorText(new Error('outer', { cause: new Error('middle', { cause: { code: 4001 } }) }))).toBe(
    walletText.rejected,
  );
});

it('tells a locked wallet from a waiting request', () => {
  expect(walletErrorText(new NoAccountError())).toBe(walletText.locked);
  expect(walletErrorText({ code: -32002 })).toBe(walletText.pending);
});

it('names a wallet that has lost its network', () => {
  expect(walletErrorText({ code: 4900 })).toBe(walletText.disconnected);
  expect(walletErrorText({ cause: { code: 4901 } })).toBe(walletText.disconnected);
});

it('tells that another account has signed', () => {
  const error = new ApiError({ code: 'INVALID_SIGNATURE', message: '', status: 401 });
  expect(walletErrorText(error)).toBe(walletText.wrongAccount);
});

it('does not get lost in an error that causes itself', () => {
  const loop: { cause?: unknown } = {};
  loop.cause = loop;
  expect(walletErrorText(loop)).toBe(walletText.failed);
});
