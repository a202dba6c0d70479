/**
 * What stands for where a player plays from. An address that changes inside a network is still the same network; a browser that was updated or
 * whose cookies were cleared still says mostly the same of itself. Pure functions; what they give is hashed before it is kept.
 */
import { isIPv4, isIPv6 } from 'node:net';

export interface Origin {
  /** IPv4: itself; IPv6: its /64, which one household has at the least. Null = not an address. */
  readonly address: string | null;
  /** IPv4: its /24; IPv6: its /48. */
  readonly network: string | null;
  /** The network together with what the browser says of itself. Null when it says nothing. */
  readonly setup: string | null;
}

/** The eight groups of an IPv6 address, lower case, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? [];
  const parts = (text: string | undefined) => (text ? text.split(':') : []);
  const [left, right] = [parts(head), parts(tail)];
  const middle = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...middle, ...right].map((group) => group.replace(/^0+(?=.)/, ''));
}

export function originOf(ip: string, browser: string): Origin {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(plain)) {
    const network = plain.split('.').slice(0, 3).join('.');
    return { address: plain, network, setup: setupOf(network, browser) };
  }
  if (!isIPv6(plain)) return { address: null, network: null, setup: null };
  const groups = groupsOf(plain);
  const network = groups.slice(0, 3).join(':');
  return { address: groups.slice(0, 4).join(':'), network, setup: setupOf(network, browser) };
}

const setupOf = (network: string, browser: string): string | null => (browser === '' ? null : `${network}\n${browser}`);

type Headers = Readonly<Record<string, string | string[] | undefined>>;
const MAX_HEADER = 300;

/** What a browser says of itself, without the numbers of its version, which change every few weeks; '' when it says nothing. */
export function browserOf(headers: Headers): string {
  const text = (name: string) => String(headers[name] ?? '').slice(0, MAX_HEADER);
  const agent = text('user-agent').replace(/(\/\d+)[\d.]*/g, '/#');
  return agent === '' ? '' : [agent, text('accept-language'), text('sec-ch-ua-platform')].join('\n');
}
