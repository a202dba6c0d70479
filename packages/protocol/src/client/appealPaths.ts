/** Method and path of the routes for appeals; see paths.ts. Few players ever load them. */
import type { Method } from '../core/route.ts';
import type { RouteName } from '../routes.ts';

export type AppealRouteName = Extract<RouteName, `appeals.${string}`>;

export const appealPaths = {
  'appeals.standing': ['GET', '/v1/me/standing'],
  'appeals.write': ['POST', '/v1/me/appeals'],
  'appeals.show': ['POST', '/v1/appeals/show'],
  'appeals.writeWithTicket': ['POST', '/v1/appeals'],
} as const satisfies Record<AppealRouteName, readonly [Method, string]>;
