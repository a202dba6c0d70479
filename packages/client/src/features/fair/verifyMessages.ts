import type { Verdict } from '@cryptotribes/rules/verify/verifySeason';

export type ToVerifier = { url: string } | { file: File };
export type FromVerifier =
  | { kind: 'progress'; battles: number; of: number }
  | { kind: 'verdict'; verdict: Verdict }
  | { kind: 'failed'; what: string };
