import type { Environment } from './envReader.ts';

/**
 * What a production start is refused for (RELIABILITY SW7): a secret that is missing, short, a placeholder or used twice,
 * an address with a placeholder in it, and switches that exist for tests only.
 */
const SECRETS = ['JWT_SECRET', 'CRON_SECRET'] as const;
/** Not needed by everybody; whoever sets one sets a real one, and for nothing else. */
const MORE_SECRETS = [
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'S3_SECRET_ACCESS_KEY',
  'VAPID_PRIVATE_KEY',
  'PAYOUT_SIGNING_KEY',
] as const;
const ADDRESSES = ['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'REDIS_URL', 'ETH_RPC_URL'] as const;
const TEST_SWITCHES = ['TEST_CLOCK', 'FAILPOINT', 'TEST_PAYOUT_IDLE_MS', 'PUSH_TO_PRIVATE_HOSTS'] as const;
const FOR_TESTS = [...TEST_SWITCHES, 'BEACON_PUBLIC_KEY'] as const;

const MIN_SECRET_BYTES = 32;
const MIN_DIFFERENT_CHARACTERS = 8;
const PLACEHOLDER =
  /<[^>]*>|changeme|change[-_ ]me|placeholder|password|secret|example|sk_test_|whsec_test|^\.{3}|\.{3}$/i;

/** The first account of every development chain: its key is printed by the tools. */
const KNOWN_TO_ALL = /^0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80$/i;
/** What no key ever looks like; words may occur in one by chance. */
const NO_KEY = /<[^>]*>|changeme|change[-_]me|placeholder|^your[-_ ]|\.{3}|^(?!0x0+$)(sk_live_|whsec_|0x)?(.)\2+$/i;

function secretProblem(name: string, value: string | undefined): string | null {
  const secret = value?.trim();
  if (!secret) return `${name} must be set in production`;
  if (PLACEHOLDER.test(secret)) return `${name} is a placeholder: set a random value of at least 32 bytes`;
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES) return `${name} must be at least ${MIN_SECRET_BYTES} bytes long`;
  if (new Set(secret).size < MIN_DIFFERENT_CHARACTERS) return `${name} must be random: it repeats few characters`;
  return null;
}

/** One line per problem, with the variable's name and never its value; empty when production may start. */
export function productionProblems(env: Environment): string[] {
  const problems: string[] = [];
  const firstUse = new Map<string, string>();
  const noteUse = (name: string): void => {
    const value = env[name]?.trim();
    if (!value) return;
    const other = firstUse.get(value);
    if (other) problems.push(`${name} must not be equal to ${other}`);
    else firstUse.set(value, name);
  };
  // The payout process signs no sessions and answers no requests: it needs none of these.
  for (const name of env.ROLE?.trim() === 'payouts' ? [] : SECRETS) {
    const problem = secretProblem(name, env[name]);
    if (problem) problems.push(problem);
    noteUse(name);
  }
  for (const name of MORE_SECRETS) {
    const value = env[name]?.trim() ?? '';
    if (NO_KEY.test(value)) problems.push(`${name} is a placeholder`);
    if (KNOWN_TO_ALL.test(value)) problems.push(`${name} is a key that everybody knows`);
    noteUse(name);
  }
  for (const name of ADDRESSES) {
    if (/<[^>]*>/.test(decodeLoosely(env[name] ?? ''))) problems.push(`${name} contains a placeholder`);
  }
  for (const name of ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY']) {
    if (/^.k_test_/.test(env[name]?.trim() ?? '')) problems.push(`${name} is a test key: no real payment would arrive`);
  }
  for (const name of FOR_TESTS) {
    if (env[name]?.trim()) problems.push(`${name} is for tests only and must not be set in production`);
  }
  return problems;
}

function decodeLoosely(value: string): string {
  return value.replaceAll(/%3c/gi, '<').replaceAll(/%3e/gi, '>');
}
