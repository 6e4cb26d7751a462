import { createPublicKey, verify as verifySignature } from 'node:crypto';
import { canonical, sha256 } from './canonical.ts';
import { allocate, basisPointsOf, split, type Rule } from './split.ts';

type Line = {
  id: string;
  event: 'payment' | 'refund';
  effectiveAt: string;
  orderLine: string;
  position: number;
  lineNet: string;
  ledgerTransaction: string;
  party: string;
  partyId: string;
  shareRule: number | null;
  basisPoints: number | null;
  amount: string;
};
type Transaction = { id: string; postings: { account: string; amount: string }[] };
type Seal = { number: string; previousHash: string; hash: string; leaves: string[] };
type Content = {
  header: { week: string; number: number | null; startsAt: string; endsAt: string };
  lines: Line[];
  rules: Rule[];
  seals: Seal[];
  totals: {
    collected: string;
    refunds: string;
    tax: string;
    net: string;
    lines: number;
    orders: number;
    parties: { party: string; partyId: string; name: string; lines: number; amount: string }[];
  };
  transactions: Transaction[];
};
type Issue = { contentHash: string; issuedAt: string; publicKey: string; signature: string };

export type Verified = {
  week: string;
  number: number | null;
  lines: number;
  seals: number;
  signed: boolean;
  /** Whose signature it bears; null for an open week. */
  publicKey: string | null;
};

/** What differs first from what the file itself says it must be. */
export class Difference extends Error {}

function agree(found: unknown, stated: unknown, what: string): void {
  if (found !== stated)
    throw new Difference(`${what}: the file says ${String(stated)}, computed ${String(found)}`);
}

/**
 * Computes a settlement export again from nothing but itself: content hash, signature, chain of seals, ledger
 * transactions, splits and totals. Throws a Difference naming the first thing that does not agree. `portalKey` pins whose
 * signature it must be; without it the file's own key is used.
 */
export function verifySettlement(text: string, portalKey?: string): Verified {
  const file = JSON.parse(text) as { format: string; content: Content; issue: Issue | null };
  agree('cityport-settlement-1', file.format, 'format');
  const { content, issue } = file;
  if (issue) checkIssue(content, issue, portalKey);
  else if (portalKey) throw new Difference('the week is open: nothing was signed');
  const leaves = checkSeals(content.seals);
  checkTransactions(content, leaves, issue !== null);
  checkLines(content);
  checkSplits(content);
  checkTotals(content);
  return {
    week: content.header.week,
    number: content.header.number,
    lines: content.lines.length,
    seals: content.seals.length,
    signed: issue !== null,
    publicKey: issue?.publicKey ?? null,
  };
}

function checkIssue(content: Content, issue: Issue, portalKey: string | undefined): void {
  agree(sha256(canonical(content)), issue.contentHash, 'content hash');
  if (portalKey) agree(portalKey, issue.publicKey, 'public key');
  const { week, number } = content.header;
  const signed = ['cityport-settlement-1', week, String(number), issue.contentHash, issue.issuedAt].join(
    '\n',
  );
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: issue.publicKey }, format: 'jwk' });
  if (!verifySignature(null, Buffer.from(signed), key, Buffer.from(issue.signature, 'base64url')))
    throw new Difference('signature: it is not the signature of this statement by this key');
}

function checkSeals(seals: readonly Seal[]): Set<string> {
  const leaves = new Set<string>();
  let previous: Seal | undefined;
  for (const seal of seals) {
    if (previous) {
      agree(previous.hash, seal.previousHash, `seal ${seal.number}, hash of the seal before it`);
      agree(String(BigInt(previous.number) + 1n), seal.number, 'number of the next seal');
    }
    const text = `cityport-seal-1\n${seal.number}\n${seal.previousHash}\n${seal.leaves.join('\n')}`;
    agree(sha256(text), seal.hash, `hash of seal ${seal.number}`);
    for (const leaf of seal.leaves) leaves.add(leaf);
    previous = seal;
  }
  return leaves;
}

/** In an open week the newest transactions may wait for their seal. */
function checkTransactions(content: Content, leaves: ReadonlySet<string>, mustBeSealed: boolean): void {
  for (const transaction of content.transactions) {
    const leaf = sha256(`cityport-ledger-1\n${canonical(transaction)}`);
    if (mustBeSealed && !leaves.has(leaf))
      throw new Difference(`ledger transaction ${transaction.id}: it is not as it was sealed`);
    agree(
      sum(transaction.postings.map(({ amount }) => amount)),
      0n,
      `balance of ledger transaction ${transaction.id}`,
    );
  }
}

const accountOf = ({ party, partyId }: Line): string =>
  party === 'portal'
    ? 'revenue:portal'
    : party === 'tax' || party === 'operations'
      ? `payable:${party}`
      : `payable:${party}:${partyId}`;

/** The lines of a ledger transaction are its postings to the parties, no more and no less. */
function checkLines({ header, lines, transactions }: Content): void {
  const byTransaction = Map.groupBy(lines, ({ ledgerTransaction }) => ledgerTransaction);
  for (const line of lines) {
    if (line.effectiveAt < header.startsAt || line.effectiveAt >= header.endsAt)
      throw new Difference(`line ${line.id}: ${line.effectiveAt} is not in week ${header.week}`);
  }
  agree(transactions.length, byTransaction.size, 'number of ledger transactions');
  for (const { id, postings } of transactions) {
    const own = byTransaction.get(id);
    if (!own) throw new Difference(`ledger transaction ${id}: it has no lines`);
    const byAccount = Map.groupBy(own, accountOf);
    for (const { account, amount } of postings.filter(({ account }) => /^(payable|revenue):/.test(account))) {
      const found = sum((byAccount.get(account) ?? []).map((line) => line.amount));
      agree(found, -BigInt(amount), `ledger transaction ${id}, lines of ${account}`);
      byAccount.delete(account);
    }
    for (const [account, rest] of byAccount)
      agree(sum(rest.map(({ amount }) => amount)), 0n, `ledger transaction ${id}, lines of ${account}`);
  }
}

/** Each order line's net is split by its rule, and the order's tax over its lines; a refund is the exact opposite. */
function checkSplits({ lines, rules }: Content): void {
  const byVersion = new Map(rules.map((rule) => [rule.version, rule]));
  for (const [transaction, own] of Map.groupBy(lines, ({ ledgerTransaction }) => ledgerTransaction)) {
    const byOrderLine = [...Map.groupBy(own, ({ orderLine }) => orderLine).values()];
    for (const shares of byOrderLine) checkOrderLine(shares, byVersion);
    checkTax(transaction, byOrderLine);
  }
}

const signOf = (line: Line): bigint => (line.event === 'refund' ? -1n : 1n);

function checkOrderLine(shares: readonly Line[], rules: ReadonlyMap<number, Rule>): void {
  for (const line of shares) {
    if (line.party === 'tax') continue;
    const rule = rules.get(line.shareRule ?? -1);
    if (!rule) throw new Difference(`line ${line.id}: share rule ${line.shareRule} is not in the file`);
    agree(
      basisPointsOf(rule, line.party),
      line.basisPoints,
      `line ${line.id}, basis points of ${line.party}`,
    );
    const expected = split(BigInt(line.lineNet), rule)[line.party];
    agree(
      expected === undefined ? undefined : expected * signOf(line),
      BigInt(line.amount),
      `line ${line.id}, share of ${line.party}`,
    );
  }
  const net = shares.filter(({ party }) => party !== 'tax');
  const [any] = net;
  if (any)
    agree(
      sum(net.map(({ amount }) => amount)),
      BigInt(any.lineNet) * signOf(any),
      `shares of order line ${any.orderLine}`,
    );
}

function checkTax(transaction: string, orderLines: readonly Line[][]): void {
  const first = orderLines.flatMap(([line]) => (line ? [line] : [])).sort((a, b) => a.position - b.position);
  const taxes = orderLines.flat().filter(({ party }) => party === 'tax');
  const total = sum(taxes.map((line) => BigInt(line.amount) * signOf(line)));
  if (total === 0n && taxes.length === 0) return;
  const shared = allocate(
    total,
    first.map(({ lineNet }) => BigInt(lineNet)),
  );
  first.forEach((line, place) => {
    const found = taxes.filter(({ orderLine }) => orderLine === line.orderLine).map(({ amount }) => amount);
    agree(
      (shared[place] ?? 0n) * signOf(line),
      sum(found),
      `ledger transaction ${transaction}, tax of order line ${line.orderLine}`,
    );
  });
}

function checkTotals({ lines, totals }: Content): void {
  const of = (keep: (line: Line) => boolean) => sum(lines.filter(keep).map(({ amount }) => amount));
  agree(
    of(({ event }) => event === 'payment'),
    BigInt(totals.collected),
    'collected',
  );
  agree(-of(({ event }) => event === 'refund'), BigInt(totals.refunds), 'refunds');
  agree(
    of(({ party }) => party === 'tax'),
    BigInt(totals.tax),
    'tax',
  );
  agree(
    of(({ party }) => party !== 'tax'),
    BigInt(totals.net),
    'net',
  );
  agree(lines.length, totals.lines, 'number of lines');
  const paid = lines
    .filter(({ event }) => event === 'payment')
    .map(({ ledgerTransaction }) => ledgerTransaction);
  agree(new Set(paid).size, totals.orders, 'number of orders paid');
  const parties = Map.groupBy(lines, ({ party, partyId }) => `${party} ${partyId}`);
  agree(parties.size, totals.parties.length, 'number of parties');
  for (const { party, partyId, name, lines: count, amount } of totals.parties) {
    const own = parties.get(`${party} ${partyId}`) ?? [];
    agree(own.length, count, `lines of ${name}`);
    agree(sum(own.map((line) => line.amount)), BigInt(amount), `total of ${name}`);
  }
}

function sum(amounts: readonly (string | bigint)[]): bigint {
  return amounts.reduce((total: bigint, amount) => total + BigInt(amount), 0n);
}
