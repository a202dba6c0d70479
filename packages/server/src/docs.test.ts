import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ERRORS } from '@cryptotribes/protocol/core/errors';
import * as schema from '@cryptotribes/protocol/core/schema';
import * as admin from '@cryptotribes/protocol/features/admin';
import * as adminMoney from '@cryptotribes/protocol/features/adminMoney';
import * as adminOverview from '@cryptotribes/protocol/features/adminOverview';
import * as adminPayouts from '@cryptotribes/protocol/features/adminPayouts';
import * as adminPlayers from '@cryptotribes/protocol/features/adminPlayers';
import * as adminProposals from '@cryptotribes/protocol/features/adminProposals';
import * as adminSeasons from '@cryptotribes/protocol/features/adminSeasons';
import * as auth from '@cryptotribes/protocol/features/auth';
import * as battles from '@cryptotribes/protocol/features/battles';
import * as council from '@cryptotribes/protocol/features/council';
import * as events from '@cryptotribes/protocol/features/events';
import * as onboarding from '@cryptotribes/protocol/features/onboarding';
import * as payments from '@cryptotribes/protocol/features/payments';
import * as payouts from '@cryptotribes/protocol/features/payouts';
import * as push from '@cryptotribes/protocol/features/push';
import * as raids from '@cryptotribes/protocol/features/raids';
import * as seasons from '@cryptotribes/protocol/features/seasons';
import * as settings from '@cryptotribes/protocol/features/settings';
import * as simulate from '@cryptotribes/protocol/features/simulate';
import * as territories from '@cryptotribes/protocol/features/territories';
import * as tribes from '@cryptotribes/protocol/features/tribes';
import * as villages from '@cryptotribes/protocol/features/villages';
import { routes } from '@cryptotribes/protocol/routes';
import { battleSeed, canonicalBattleText, drawVarianceBp } from '@cryptotribes/rules/battles/seed';
import { bytesToHex, hexToBytes, sha256Bytes } from '@cryptotribes/rules/core/random';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config/config.ts';
import { policyDocument } from './http/documents.ts';
import { sampleBodies, sampleQueries } from './testing/sampleRequests.ts';

/** The documents say what the program does: what they list is compared with the program here. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const inRoot = (name: string): string => path.join(ROOT, name);
const readText = (name: string): string => readFileSync(inRoot(name), 'utf8').replaceAll('\r\n', '\n');

const apiPage = readText('docs/API.md');

interface ErrorRow {
  status: number;
  message: string;
  retry: boolean;
}

/** The rows of the error table: code → what the page says about it. */
function documentedErrors(): Record<string, ErrorRow> {
  const section = apiPage.slice(apiPage.indexOf('\n## Errors\n'));
  const rows = [...section.matchAll(/^\| `([A-Z0-9_]+)` \| (\d{3}) \| (.+) \| (yes|no) \|$/gm)];
  return Object.fromEntries(
    rows.map(([, code = '', status, message = '', again]) => [
      code,
      { status: Number(status), message: message.replaceAll('\\|', '|'), retry: again === 'yes' },
    ]),
  );
}

/** The first fenced block of a language in a text. */
function block(text: string, language: string, after = ''): string {
  const start = text.indexOf(`\n\`\`\`${language}\n`, text.indexOf(after)) + language.length + 5;
  return text.slice(start, text.indexOf('\n```', start));
}

describe('docs/API.md', () => {
  it('lists every error code with its status, message and hint, and no other', () => {
    const expected = Object.entries(ERRORS).map(([code, { status, message, retry }]) => [
      code,
      { status, message, retry },
    ]);
    expect(documentedErrors()).toEqual(Object.fromEntries(expected));
  });

  it('has a section for every route and every event', () => {
    const headings = [...apiPage.matchAll(/^#### (.+)$/gm)].map(([, heading]) => heading);
    const wanted = [
      ...Object.values(routes).map(({ method, path: address }) => `${method} ${address}`),
      ...Object.keys(events.eventSchemas),
    ];
    expect(headings.sort()).toEqual(wanted.sort());
  });

  it('is what `npm run generate` makes of the present tables', async () => {
    // Plain JavaScript of the scripts, outside this package: loaded by its address.
    const generator = new URL('../../../scripts/generators/api/page.mjs', import.meta.url).href;
    const { apiPage: makePage } = (await import(generator)) as { apiPage: (api: object) => string };
    const features = [
      auth,
      villages,
      territories,
      battles,
      raids,
      tribes,
      council,
      seasons,
      events,
      onboarding,
      settings,
      push,
      payments,
      payouts,
      simulate,
      admin,
      adminOverview,
      adminPayouts,
      adminSeasons,
      adminPlayers,
      adminProposals,
      adminMoney,
    ];
    const policy = policyDocument();
    const samples = { bodies: sampleBodies(), queries: sampleQueries };
    expect(makePage({ schema, ERRORS, routes, features, policy, samples, config: readConfig({}) })).toBe(apiPage);
  });
});

describe('docs/FAIRNESS.md', () => {
  const page = readText('docs/FAIRNESS.md');
  const script = block(page, 'js');

  it('shows a script that prints what the page says it prints', () => {
    const printed = execFileSync(process.execPath, ['--input-type=module'], { input: script, encoding: 'utf8' });
    expect(printed.trimEnd()).toBe(block(page, 'text', 'It prints'));
  });

  it('draws by hand what the rules draw', () => {
    const secret = hexToBytes('11'.repeat(32));
    const seed = battleSeed(
      secret,
      canonicalBattleText({
        seasonId: '6921c0de0102030405000001',
        battleId: '6921c0de0102030405000002',
        orderNo: 7,
        scope: 'territory:13',
        attackerArmy: { militia: 50, spearman: 30, archer: 20, cavalry: 10 },
        attackerFormation: 'offensive',
        defenderArmy: { militia: 80, spearman: 20, archer: 40, cavalry: 5 },
        defenderFormation: 'defensive',
        terrain: 'forest',
        clientSeed: '000102030405060708090a0b0c0d0e0f',
        beacon: null,
      }),
    );
    const figures = [...block(page, 'text', 'It prints').matchAll(/^\w+ +(\S+)$/gm)].map(([, figure]) => figure);
    expect(figures).toEqual([bytesToHex(sha256Bytes(secret)), bytesToHex(seed), String(drawVarianceBp(seed))]);
  });
});

describe('the documents', () => {
  const folders = ['.', 'docs', 'docs/decisions'];
  const pages = folders.flatMap((folder) =>
    readdirSync(inRoot(folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => path.posix.join(folder, name)),
  );

  it.each(pages)('%s links only to files that exist', (page) => {
    const links = [...readText(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
    const local = links.filter((target) => !/^[a-z]+:/.test(target));
    // Pictures are made by `npm run screenshots`, not by hand.
    const written = local.filter((target) => !target.endsWith('.png'));
    expect(written.filter((target) => !existsSync(path.join(path.dirname(inRoot(page)), target)))).toEqual([]);
  });

  it('name every npm script they mention as package.json has it', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    const mentioned = pages.flatMap((page) =>
      [...readText(page).matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name),
    );
    expect([...new Set(mentioned)].filter((name) => !(name in scripts))).toEqual([]);
  });

  it('number the decisions without gaps', () => {
    const numbers = readdirSync(inRoot('docs/decisions')).map((name) => name.slice(0, 4));
    expect(numbers).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')));
  });
});
