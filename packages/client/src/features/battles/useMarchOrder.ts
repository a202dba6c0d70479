import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { useAttack } from '../../net/mutations.ts';
import type { Host } from './marchModel.ts';
import { useSentOrder } from './useSentOrder.ts';

/** The order of the march dialog: a host against a territory. */
export function useMarchOrder() {
  const { send, ...order } = useSentOrder<{ territoryRowId: string; territoryNo: number }>(useAttack());
  return {
    ...order,
    send: ({ id, territoryId }: TerritoryDetail, host: Host) =>
      send({ territoryRowId: id, territoryNo: territoryId }, host),
  };
}
