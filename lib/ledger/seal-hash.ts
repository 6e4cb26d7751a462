import { createHash } from 'node:crypto';
import { kindOf } from './accounts.ts';

/** A ledger transaction as it is hashed. Ids and amounts are decimal strings, instants ISO 8601 in UTC. */
export type SealedTransaction = {
  id: string;
  externalRef: string;
  kind: string;
  effectiveAt: string;
  insertedAt: string;
  corrects: string | null;
  detailHash: string;
  postings: { position: number; account: string; amount: string; currency: string }[];
};

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const noHash = '0'.repeat(64);

/** JSON with sorted keys and no blanks: the same data gives the same text everywhere. Knows no fractions. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/**
 * An account as it appears in hashes and exports. A wallet's id names a customer, so a digest stands for it, another one
 * in every transaction: whoever knows the wallet can check it, nobody else can follow it.
 */
export function blindAccount(externalRef: string, position: number, account: string): string {
  return kindOf(account) === 'wallet' ? `wallet#${sha256(`${externalRef}|${position}|${account}`)}` : account;
}

/** The leaf of a transaction in its seal. */
export const leafHash = (transaction: SealedTransaction): string =>
  sha256(`cityport-ledger-1\n${canonicalJson(transaction)}`);

/** A seal binds its number, the seal before it and its leaves in the order of their transaction ids. */
export const sealHash = (number: bigint, previousHash: string, leaves: readonly string[]): string =>
  sha256(`cityport-seal-1\n${number}\n${previousHash}\n${leaves.join('\n')}`);
