import { createHash } from 'node:crypto';
import { subscriberOf } from '#lib/auth/client-address.ts';
import type { Bucket } from './take-token.ts';

/** What is limited, by whom it is limited, and how much. An unknown caller address has no bucket of its own. */
const limits = {
  signIn: {
    pair: { burst: 10, fillMinutes: 15 },
    account: { burst: 100, fillMinutes: 60 },
    address: { burst: 60, fillMinutes: 15 },
  },
  signUp: { account: { burst: 3, fillMinutes: 60 }, address: { burst: 20, fillMinutes: 60 } },
  /** Mails that confirm an address: whoever signed up with another's address must not fill that mailbox. */
  verifyEmail: { account: { burst: 3, fillMinutes: 60 } },
  reset: { account: { burst: 3, fillMinutes: 60 }, address: { burst: 20, fillMinutes: 60 } },
  invite: { account: { burst: 50, fillMinutes: 60 } },
} as const satisfies Record<string, Partial<Record<'pair' | 'account' | 'address', Omit<Bucket, 'key'>>>>;

export type Limited = keyof typeof limits;

/**
 * The buckets that one attempt draws from: the account from this address (guessing one password), the account from
 * anywhere (a wide guess, wide enough that a stranger can hardly lock the owner out), the address (guessing many accounts).
 */
export function bucketsFor(what: Limited, account: string, address: string): Bucket[] {
  const by: Partial<Record<'pair' | 'account' | 'address', Omit<Bucket, 'key'>>> = limits[what];
  const subscriber = subscriberOf(address);
  const name = digest(account);
  return [
    ...(by.pair ? [{ key: `${what}:pair:${name}:${subscriber}`, ...by.pair }] : []),
    ...(by.account ? [{ key: `${what}:account:${name}`, ...by.account }] : []),
    ...(by.address && subscriber ? [{ key: `${what}:address:${subscriber}`, ...by.address }] : []),
  ];
}

/** Addresses of people do not lie about in a table of counters. */
const digest = (account: string): string =>
  createHash('sha256').update(account).digest('base64url').slice(0, 22);
