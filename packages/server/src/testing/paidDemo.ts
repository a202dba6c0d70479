/**
 * `npm run demo:paid`: a paid season from the first fee to the last prize, on a chain of this machine that ends with it. Computer players pay
 * their fees on the chain like everybody else; two demo administrators review, plan and approve by themselves; the payout process runs
 * beside the game. Nothing here is worth anything.
 */
import { randomBytes } from 'node:crypto';
import { mockUsdtAbi } from '@cryptotribes/contracts/mockUsdt.generated';
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { adminPaths } from '@cryptotribes/protocol/client/adminPaths';
import { type ApiClient, createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { TERMS_VERSION } from '@cryptotribes/protocol/core/terms';
import { type Address, bytesToHex, encodeFunctionData, type Hex } from 'viem';
import { generatePrivateKey, mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { readConfig } from '../config/config.ts';
import { grantRole } from '../features/admin/roles.ts';
import type { DemoChain } from '../features/demoChain/routes.ts';
import { createSeason } from '../features/seasons/service.ts';
import { HOUSE_HEADER } from '../http/rateLimits.ts';
import { openDatabaseAddress } from '../platform/databaseAddress.ts';
import { createLogger } from '../platform/logger.ts';
import { inTransaction } from '../platform/tx.ts';
import { type Program, startProgram } from '../program.ts';
import { botSeed, startDemoBots } from '../roles/demoBots.ts';
import { startPayouts } from '../roles/payouts.ts';
import { openTestChain, type TestChain } from './chain/testChain.ts';

const FEE_MICRO = 25_000_000;
const FUND_MICRO = 100_000_000n;
const COIN = 10n ** 18n;
const MAX_UINT = 2n ** 256n - 1n;
const BLOCK_MS = 1_000;
/** Blocks on top that make one final, and one more. */
const FINALITY = 5;
const ADMIN_EVERY_MS = 2_000;

/** Of the chain's first account, which owns the vault: the same on every chain of this kind. */
function ownerKey(): Hex {
  const phrase = 'test test test test test test test test test test test junk';
  const { privateKey } = mnemonicToAccount(phrase, { addressIndex: 0 }).getHdKey();
  if (privateKey === null) throw new Error('the first account has no key');
  return bytesToHex(privateKey);
}

export interface PaidDemoOptions {
  /** A folder of its own: the chain is new each time, so is the database. */
  readonly dataDir: string;
  readonly port: number;
  /** Computer players; 24 people at least make a season. */
  readonly players: number;
  /** How long fees are taken. */
  readonly registrationMs: number;
  readonly speed: number;
  /** Real length of the season; ten days at `speed` unless given. */
  readonly lengthMs?: number;
  /** In minutes; two days in the real game. */
  readonly reviewMinutes: number;
  /** False: the computer players pay and then do nothing. */
  readonly botsPlay?: boolean;
  readonly say: (line: string) => void;
}

export interface PaidDemo {
  readonly url: string;
  readonly seasonId: string;
  stop(): Promise<void>;
}

export async function startPaidDemo(options: PaidDemoOptions): Promise<PaidDemo> {
  const closing: (() => Promise<unknown> | unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    return { ...(await start(options, closing)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: PaidDemoOptions, closing: (() => unknown)[]) {
  const { say } = options;
  const chain = await openTestChain({ ownMinter: true });
  closing.push(() => chain.stop());
  await chain.token(chain.treasury, 'approve', chain.operator, MAX_UINT);
  // One after the other: they are numbered transactions of one account.
  let minting: Promise<unknown> = Promise.resolve();
  const mint: Mint = (to, amountMicro) => {
    const done = minting.then(async () => {
      await chain.token(chain.minter, 'mint', to, amountMicro);
    });
    minting = done.catch(() => undefined);
    return done;
  };
  // The vault is in a final block before anybody asks about it.
  await chain.mine(FINALITY);
  const mining = setInterval(() => void chain.mine(1).catch(() => undefined), BLOCK_MS);
  closing.push(() => clearInterval(mining));
  say(`A chain of this machine runs at ${chain.anvil.rpcUrl}, with play money and a vault.`);

  const log = createLogger('warn');
  const env = {
    ...{ DATA_DIR: options.dataDir, PORT: String(options.port), DEMO: '0', DEMO_BOTS: String(options.players) },
    ...{ PAYMENTS: 'crypto', ...chain.env },
    ...{ PAYOUT_REVIEW_MINUTES: String(options.reviewMinutes), RATE_LIMIT_AUTH: '10000', RATE_LIMIT_GLOBAL: '100000' },
  };
  const config = readConfig(env);
  const address = await openDatabaseAddress(config, () => {});
  closing.push(() => address.embedded?.stop());
  const parts = { log, databaseUrl: address.url, ownerDatabaseUrl: address.ownerUrl };
  const demoChain = createDemoChain(chain, mint);
  const program = await startProgram({ ...parts, config, jwtSecret: randomBytes(32).toString('hex'), demoChain });
  closing.push(() => program.stop());
  const payoutConfig = readConfig({ ...env, ROLE: 'payouts', PAYOUT_SIGNING_KEY: ownerKey() });
  const payoutAddress = await openDatabaseAddress(payoutConfig, () => {});
  closing.push(() => payoutAddress.embedded?.stop());
  const payouts = await startPayouts({
    ...{ config: payoutConfig, log, idleMs: BLOCK_MS },
    ...{ databaseUrl: payoutAddress.url, ownerDatabaseUrl: payoutAddress.ownerUrl },
  });
  closing.push(() => payouts.stop());

  const admins = await hireAdmins(program);
  const seasonId = await planSeason(program, options);
  await admins.operator.call('admin.openVault', { params: { seasonId }, body: { reason: 'The demo begins.' } });
  const reviewing = everySoOften(() => reviewAndApprove(admins, say), say);
  closing.push(() => reviewing.stop());
  const paying = payForBots(chain, mint, program, { ...options, seasonId }).then(
    async () => {
      say(`${options.players} computer players have paid.`);
      if (options.botsPlay === false) return;
      const bots = await startDemoBots(program.ctx, program.url as string);
      closing.push(() => bots.stop());
    },
    (error: unknown) => say(`The computer players could not pay: ${String(error)}`),
  );
  closing.push(() => paying);
  return { url: program.ctx.config.publicUrl, seasonId };
}

type Mint = (to: Address, amountMicro: bigint) => Promise<void>;

function createDemoChain(chain: TestChain, mint: Mint): DemoChain {
  const request = chain.client.request as (call: { method: string; params: unknown }) => Promise<unknown>;
  return {
    ask: (method, params) => request({ method, params }),
    async fund(address) {
      const to = address as Address;
      if ((await chain.client.getBalance({ address: to })) < COIN / 2n)
        await chain.client.setBalance({ address: to, value: COIN });
      const has = await chain.client.readContract({
        ...{ address: chain.usdt, abi: mockUsdtAbi, functionName: 'balanceOf', args: [to] },
      });
      if (has < BigInt(FEE_MICRO)) await mint(to, FUND_MICRO);
    },
  };
}

async function signIn(program: Program, account: PrivateKeyAccount): Promise<ApiClient> {
  let token: string | null = null;
  const headers = { [HOUSE_HEADER]: program.ctx.houseKey };
  const api = createApiClient({
    ...{ baseUrl: program.url as string, getToken: () => token, morePaths: adminPaths },
    fetch: (input, init) => fetch(input, { ...init, headers: { ...(init?.headers as object), ...headers } }),
  });
  const walletAddress = account.address;
  const { message } = await api.call('auth.nonce', { body: { walletAddress } });
  const signature = await account.signMessage({ message });
  const answer = await api.call('auth.connect', { body: { walletAddress, signature, message, session: 'token' } });
  token = answer.token ?? null;
  return api;
}

interface Admins {
  readonly treasurer: ApiClient;
  readonly operator: ApiClient;
}

async function hireAdmins(program: Program): Promise<Admins> {
  const hire = async (role: 'treasurer' | 'operator'): Promise<ApiClient> => {
    const account = privateKeyToAccount(generatePrivateKey());
    const api = await signIn(program, account);
    await grantRole(program.ctx, account.address, role);
    return api;
  };
  return { treasurer: await hire('treasurer'), operator: await hire('operator') };
}

async function planSeason({ ctx }: Program, options: PaidDemoOptions): Promise<string> {
  const nowMs = ctx.clock.nowMs();
  const season = await inTransaction(ctx, (tx) =>
    createSeason(ctx, tx, {
      ...{
        name: 'Season {n}: Play money',
        speed: options.speed,
        entryFeeMicro: FEE_MICRO,
        tribesAtStart: 8,
        demo: false,
      },
      ...{ startMs: nowMs + options.registrationMs, registrationStartMs: nowMs },
      ...(options.lengthMs === undefined ? {} : { lengthMs: options.lengthMs }),
    }),
  );
  return season.id;
}

interface Loop {
  stop(): Promise<void>;
}

/** Runs the work again and again; what fails is said once and tried again. */
function everySoOften(work: () => Promise<void>, say: (line: string) => void): Loop {
  let isStopped = false;
  let said = '';
  let wake = (): void => {};
  const running = (async () => {
    while (!isStopped) {
      await work().catch((error: unknown) => {
        const line = String(error);
        if (line !== said) say(`The demo's administrators wait: ${line}`);
        said = line;
      });
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ADMIN_EVERY_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    stop: () => {
      isStopped = true;
      wake();
      return running;
    },
  };
}

const seen = new Set<string>();

/** What two people do after a season: plan, propose, approve. */
async function reviewAndApprove({ treasurer, operator }: Admins, say: (line: string) => void): Promise<void> {
  const { seasons } = await treasurer.call('admin.payouts');
  for (const season of seasons) {
    const params = { seasonId: season.seasonId };
    const body = { reason: 'The demo approves by itself.' };
    if (season.plan === null) {
      if (Date.parse(season.reviewEndsAt) <= Date.now()) await treasurer.call('admin.planPayouts', { params, body });
    } else if (season.plan.status === 'planned') {
      const { confirm } = season;
      const proposalId =
        season.plan.proposalId ??
        (await treasurer.call('admin.proposePayouts', { params, body: { ...body, confirm } })).proposalId;
      await operator.call('admin.approve', { params: { proposalId }, body: { confirm } });
      say(`Two administrators approved ${season.winners} prizes.`);
    } else if (season.plan.status === 'published' && !seen.has(season.seasonId)) {
      seen.add(season.seasonId);
      say('The prizes can be fetched: open the page of the season.');
    }
  }
}

const AT_ONCE = 8;

/** Every computer player confirms the terms, asks what to pay, and pays it in the vault. */
async function payForBots(
  chain: TestChain,
  mint: Mint,
  program: Program,
  { players, seasonId }: { players: number; seasonId: string },
): Promise<void> {
  const seedHex = await botSeed(program.ctx.pool);
  // The computer players are started by address, not imported: the server knows nothing of them but that.
  const { botKey } = (await import(import.meta.resolve('@cryptotribes/bots/keys'))) as {
    botKey: (seedHex: string, index: number) => Hex;
  };
  const accounts = Array.from({ length: players }, (_, index) => privateKeyToAccount(botKey(seedHex, index)));
  for (let at = 0; at < accounts.length; at += AT_ONCE) {
    await Promise.all(accounts.slice(at, at + AT_ONCE).map((account) => pay(chain, mint, program, seasonId, account)));
  }
}

async function pay(chain: TestChain, mint: Mint, program: Program, seasonId: string, account: PrivateKeyAccount) {
  const api = await signIn(program, account);
  await api.call('payments.confirmTerms', { body: { termsVersion: TERMS_VERSION, adult: true } });
  const { address } = account;
  const quote = await quoteWithVault(api, seasonId);
  await chain.client.impersonateAccount({ address });
  await chain.client.setBalance({ address, value: COIN });
  await mint(address, BigInt(FEE_MICRO));
  await chain.token(address, 'approve', chain.vault, MAX_UINT);
  const args = [BigInt(quote.season), address] as const;
  const data: Hex = encodeFunctionData({ abi: seasonVaultAbi, functionName: 'enter', args });
  await chain.call(address, chain.vault, data);
}

/** The payout process opens the season in the vault within moments. */
async function quoteWithVault(api: ApiClient, seasonId: string): Promise<{ season: string }> {
  for (let tries = 0; tries < 60; tries++) {
    const { vault } = await api.call('payments.cryptoQuote', { body: { seasonId } });
    if (vault !== null) return vault;
    await new Promise((resolve) => setTimeout(resolve, BLOCK_MS));
  }
  throw new Error('the season was not opened in the vault within a minute');
}
