declare const account: unique symbol;
/** The id of a ledger account, `kind:owner`. Made by the functions below only. */
export type Account = string & { readonly [account]: true };

const spell = (...parts: string[]): Account => parts.join(':') as Account;

/** What an organisation has paid in and not yet spent: the portal owes it. */
export const wallet = (orgId: string): Account => spell('wallet', orgId);
/** What a payment provider has taken in and not yet paid out to the portal's bank. */
export const clearing = (provider: string): Account => spell('clearing', provider);
/** The portal's bank account. */
export const bank = (): Account => spell('bank');
export const portalRevenue = (): Account => spell('revenue', 'portal');
/** What a payment provider has kept for its work. */
export const providerFees = (provider: string): Account => spell('expense', 'fees', provider);
export const taxPayable = (): Account => spell('payable', 'tax');

/** What the portal owes a party of the settlement. `operations` is one party and has no id. */
export function payable(party: 'provider' | 'framework' | 'operations', id = ''): Account {
  return id ? spell('payable', party, id) : spell('payable', party);
}

/** `bank` and `clearing` are what the portal has; `wallet` and `payable` what it owes; `revenue` what it earned, `expense` what it spent. */
export const accountKinds = ['bank', 'clearing', 'wallet', 'payable', 'revenue', 'expense'] as const;
export type AccountKind = (typeof accountKinds)[number];

export function kindOf(id: string): AccountKind {
  const kind = accountKinds.find((each) => id === each || id.startsWith(`${each}:`));
  if (!kind) throw new RangeError(`${id} is not a ledger account`);
  return kind;
}

/** An account that grows by debits; the others grow by credits. */
export const growsByDebit = (kind: AccountKind): boolean =>
  kind === 'bank' || kind === 'clearing' || kind === 'expense';

/** The organisation whose account it is: wallets only. */
export const ownerOf = (id: string): string | null =>
  kindOf(id) === 'wallet' ? id.slice('wallet:'.length) : null;
