/** Who a connection really comes from, where proxies stand in front: the same rule for requests and for sockets. */
import { BlockList, isIP } from 'node:net';
import type { Config } from '../config/config.ts';

type Trust = Config['trustProxy'];

/** Whether the address at this place, counted from our side (0 = whoever is connected to us), is one of our proxies. */
export function trustFunction(trust: Trust): (address: string, hop: number) => boolean {
  if (trust === false) return () => false;
  if (typeof trust === 'number') return (_address, hop) => hop < trust;
  const ours = new BlockList();
  for (const entry of trust) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) ours.addAddress(address, family);
    else ours.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && ours.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * The first address, counted from our side, that is not one of our proxies. What stands further left in X-Forwarded-For was written by
 * callers and is not believed.
 */
export function callerAddress(
  remote: string,
  forwardedFor: string | undefined,
  isOurs: ReturnType<typeof trustFunction>,
): string {
  const written = (forwardedFor ?? '').split(',').map((part) => part.trim());
  const hops = [remote, ...written.filter((part) => part !== '').reverse()];
  return hops.find((address, hop) => !isOurs(address, hop)) ?? hops.at(-1) ?? remote;
}
