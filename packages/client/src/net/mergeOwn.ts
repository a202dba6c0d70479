import type { TerritorySummary } from '@cryptotribes/protocol/features/territories';
import type { Me } from '@cryptotribes/protocol/features/villages';

/**
 * Puts our own units and waiting orders into territories. Public news do not carry them, our own record does; rows that stay the
 * same are handed on as the same objects, so that nothing is drawn again for them.
 */
export function mergeOwn<T extends TerritorySummary>(rows: readonly T[], me: Me | null): T[] {
  if (me === null) return rows as T[];
  const units = new Map(me.garrisons.map((garrison) => [garrison.territoryId, garrison.units]));
  const orders = new Map<number, number>();
  for (const { territoryId } of me.marches) {
    if (territoryId !== null) orders.set(territoryId, (orders.get(territoryId) ?? 0) + 1);
  }
  return rows.map((row) => {
    const myUnits = units.get(row.territoryId) ?? null;
    const mine = orders.get(row.territoryId) ?? 0;
    const sameUnits = JSON.stringify(row.myUnits) === JSON.stringify(myUnits);
    if (sameUnits && row.pendingOrders.mine === mine) return row;
    const pendingOrders = { count: Math.max(row.pendingOrders.count, mine), mine };
    return { ...row, myUnits: sameUnits ? row.myUnits : myUnits, pendingOrders };
  });
}
