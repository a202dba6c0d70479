import { pathToFileURL } from 'node:url';
import { builtServer, inRoot } from '../lib/paths.mjs';
import { apiPage } from './api/page.mjs';

const builtProtocol = (name) => import(pathToFileURL(inRoot('packages/protocol/dist', `${name}.js`)).href);

const FEATURES = [
  'auth',
  'villages',
  'territories',
  'battles',
  'raids',
  'tribes',
  'council',
  'seasons',
  'events',
  'onboarding',
  'settings',
  'push',
  'payments',
  'payouts',
  'simulate',
  'admin',
  'adminOverview',
  'adminPayouts',
  'adminSeasons',
  'adminPlayers',
  'adminProposals',
  'adminMoney',
];

/** The page of the API, from the same tables that the server runs on. packages/server/src/docs.test.ts makes it too. */
export const apiGenerator = {
  name: 'API page',
  file: inRoot('docs/API.md'),
  async make() {
    const [schema, { ERRORS }, { routes }, ...features] = await Promise.all([
      builtProtocol('core/schema'),
      builtProtocol('core/errors'),
      builtProtocol('routes'),
      ...FEATURES.map((name) => builtProtocol(`features/${name}`)),
    ]);
    const { policyDocument } = await import(builtServer('http/documents'));
    const { readConfig } = await import(builtServer('config/config'));
    const { sampleBodies, sampleQueries } = await import(builtServer('testing/sampleRequests'));
    const samples = { bodies: sampleBodies(), queries: sampleQueries };
    return apiPage({ schema, ERRORS, routes, features, policy: policyDocument(), config: readConfig({}), samples });
  },
};
