import { defineConfig } from 'vitest/config';

/**
 * Four projects: `unit` (nothing outside the process), `db` (a real PostgreSQL, one for the whole run), `browser` (a real
 * browser against the built program) and `season` (whole seasons, minutes long). `npm test` runs what this machine can of
 * the first three, see scripts/test.mjs; `npm run test:season` runs the last.
 */
const conditions = ['source', 'node'];

const shared = {
  // Workspace packages run from their TypeScript sources: no build is needed before a test. The list is kept short
  // because Node gets it too, and with 'module' in it pg would be loaded half as CommonJS, half as a module.
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};

const everywhere = {
  environment: 'node' as const,
  // Processes, not threads: the embedded PostgreSQL is tied to the main thread of the process that starts it.
  pool: 'forks' as const,
  exclude: ['**/node_modules/**', '**/dist/**', '**/dist-test/**'],
};

export default defineConfig({
  ...shared,
  test: {
    // One more than a small machine has cores: most tests wait, for the database, a chain or a browser.
    maxWorkers: 3,
    reporters: ['default'],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.{ts,tsx}'],
      exclude: ['**/*.test.{ts,tsx}', '**/testing/**'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
    },
    projects: [
      {
        ...shared,
        test: {
          ...everywhere,
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,tsx}'],
          exclude: [...everywhere.exclude, '**/*.db.test.ts', '**/*.season.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...everywhere,
          name: 'db',
          include: ['packages/server/src/**/*.db.test.ts'],
          globalSetup: ['packages/server/src/testing/testDatabaseSetup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          ...everywhere,
          name: 'season',
          // Killed processes fall at every step here, and at some in `db`.
          include: ['packages/server/src/**/*.season.test.ts', 'packages/server/src/**/killed*.db.test.ts'],
          env: { EVERY_STEP: '1' },
          globalSetup: ['packages/server/src/testing/testDatabaseSetup.ts'],
          testTimeout: 300_000,
          hookTimeout: 900_000,
        },
      },
      {
        ...shared,
        test: {
          ...everywhere,
          name: 'browser',
          include: ['e2e/**/*.e2e.test.ts'],
          globalSetup: ['packages/server/src/testing/testDatabaseSetup.ts'],
          // After the others: what a player may wait for is measured in seconds.
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
          // A machine that does something else for seconds is no fault of the page; what is broken fails twice.
          retry: process.env.CI ? 1 : 0,
          // As long as any other step of a page may take (e2e/support/browser.ts).
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
