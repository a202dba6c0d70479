/** The whole HTTP contract: name → route. The server registers it, the typed client calls it, the documents are made from it. */
import type { Body, Data, Params, Query } from './core/route.ts';
import { adminRoutes } from './features/admin.ts';
import { adminFairPlayRoutes } from './features/adminFairPlay.ts';
import { adminMoneyRoutes } from './features/adminMoney.ts';
import { adminOverviewRoutes } from './features/adminOverview.ts';
import { adminPayoutRoutes } from './features/adminPayouts.ts';
import { adminPlayerRoutes } from './features/adminPlayers.ts';
import { adminProposalRoutes } from './features/adminProposals.ts';
import { adminSeasonRoutes } from './features/adminSeasons.ts';
import { appealRoutes } from './features/appeals.ts';
import { authRoutes } from './features/auth.ts';
import { battleRoutes } from './features/battles.ts';
import { councilRoutes } from './features/council.ts';
import { eventRoutes } from './features/events.ts';
import { onboardingRoutes } from './features/onboarding.ts';
import { paymentRoutes } from './features/payments.ts';
import { payoutRoutes } from './features/payouts.ts';
import { pushRoutes } from './features/push.ts';
import { raidRoutes } from './features/raids.ts';
import { seasonRoutes } from './features/seasons.ts';
import { settingsRoutes } from './features/settings.ts';
import { simulateRoutes } from './features/simulate.ts';
import { territoryRoutes } from './features/territories.ts';
import { tribeRoutes } from './features/tribes.ts';
import { villageRoutes } from './features/villages.ts';

export const routes = {
  ...authRoutes,
  ...villageRoutes,
  ...territoryRoutes,
  ...battleRoutes,
  ...raidRoutes,
  ...tribeRoutes,
  ...councilRoutes,
  ...seasonRoutes,
  ...eventRoutes,
  ...simulateRoutes,
  ...onboardingRoutes,
  ...settingsRoutes,
  ...pushRoutes,
  ...paymentRoutes,
  ...payoutRoutes,
  ...appealRoutes,
  ...adminRoutes,
  ...adminOverviewRoutes,
  ...adminSeasonRoutes,
  ...adminPlayerRoutes,
  ...adminProposalRoutes,
  ...adminMoneyRoutes,
  ...adminPayoutRoutes,
  ...adminFairPlayRoutes,
};

export type Routes = typeof routes;
export type RouteName = keyof Routes;
export type RouteParams<N extends RouteName> = Params<Routes[N]>;
export type RouteQuery<N extends RouteName> = Query<Routes[N]>;
export type RouteBody<N extends RouteName> = Body<Routes[N]>;
export type RouteData<N extends RouteName> = Data<Routes[N]>;
