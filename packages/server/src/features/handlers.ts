/** Every route's handler; the type makes sure that none is missing. */
import type { Handlers } from '../http/handler.ts';
import { adminHandlers } from './admin/routes.ts';
import { authHandlers } from './auth/routes.ts';
import { battleHandlers } from './battles/routes.ts';
import { cardHandlers } from './cards/routes.ts';
import { councilHandlers } from './council/routes.ts';
import { fairnessHandlers } from './fairness/routes.ts';
import { appealHandlers } from './fairplay/routes.ts';
import { leaderboardHandlers } from './leaderboard/routes.ts';
import { newsHandlers } from './news/routes.ts';
import { onboardingHandlers } from './onboarding/routes.ts';
import { paymentHandlers } from './payments/routes.ts';
import { payoutHandlers } from './payouts/routes.ts';
import { pushHandlers } from './push/routes.ts';
import { raidHandlers } from './raids/routes.ts';
import { seasonHandlers } from './seasons/routes.ts';
import { settingsHandlers } from './settings/routes.ts';
import { territoryHandlers } from './territories/routes.ts';
import { tribeHandlers } from './tribes/routes.ts';
import { userHandlers } from './users/routes.ts';
import { villageHandlers } from './villages/routes.ts';

export const handlers: Handlers = {
  ...authHandlers,
  ...userHandlers,
  ...villageHandlers,
  ...territoryHandlers,
  ...battleHandlers,
  ...raidHandlers,
  ...tribeHandlers,
  ...cardHandlers,
  ...councilHandlers,
  ...seasonHandlers,
  ...fairnessHandlers,
  ...leaderboardHandlers,
  ...newsHandlers,
  ...onboardingHandlers,
  ...settingsHandlers,
  ...pushHandlers,
  ...paymentHandlers,
  ...payoutHandlers,
  ...appealHandlers,
  ...adminHandlers,
};
