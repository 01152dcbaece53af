import { BlockList, isIPv6 } from 'node:net';
import type { Config } from '../config.ts';

const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Whether whoever is at the other end of a line is a proxy whose word about the caller counts. */
export function createTrust(trust: Config['trustProxy']): (address: string | undefined) => boolean {
  if (trust === false || typeof trust === 'number') return () => trust !== false;
  const known = new BlockList();
  for (const network of trust.flatMap((one) => NAMED[one] ?? [one])) {
    const [address = '', prefix] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) known.addAddress(address, family);
    else known.addSubnet(address, Number(prefix), family);
  }
  return (address) => {
    const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');
    return plain !== '' && known.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}
