import { adminRolesOf } from '@cryptotribes/protocol/core/policy';
import type { RouteDefinition } from '@cryptotribes/protocol/core/route';
import { type RouteName, routes } from '@cryptotribes/protocol/routes';
import { type Call, signedIn } from '../../http/handler.ts';
import type { Tx } from '../../platform/tx.ts';
import { type ActingAdmin, actingAdmin } from './roles.ts';

/** The caller, in the first of the route's roles that he holds. */
export const acting = (tx: Tx, name: RouteName, call: Pick<Call<RouteName>, 'auth'>): Promise<ActingAdmin> =>
  actingAdmin(tx, signedIn(call).userId, adminRolesOf(routes[name] as RouteDefinition));
