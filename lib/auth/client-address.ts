import { isIP } from 'node:net';

/**
 * The caller's address as the nearest trusted proxy saw it. Each trusted proxy appends who called it, so with n of them
 * the n-th entry from the right of X-Forwarded-For is the caller; everything before it is hearsay. Without a trusted
 * proxy the header proves nothing, and the address is unknown ('').
 */
export function clientAddress(forwardedFor: string | null, trustedProxies: number): string {
  if (trustedProxies < 1 || !forwardedFor) return '';
  const entries = forwardedFor.split(',').map((entry) => entry.trim());
  const entry = entries.at(-trustedProxies) ?? '';
  const bare = entry.replace(/^\[([^\]]+)\](?::\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return isIP(bare) ? bare : '';
}

/** One subscriber: the address itself, or the /64 that an IPv6 subscriber has whole. */
export function subscriberOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const groups = address.includes('::')
    ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
    : left;
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
