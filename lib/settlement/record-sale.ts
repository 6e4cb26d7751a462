import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { payable, portalRevenue, taxPayable, type Account } from '#lib/ledger/accounts.ts';
import { post, type Posting } from '#lib/ledger/post.ts';
import { allocate } from './allocate.ts';
import { insertShares, type NewShare } from './insert-shares.ts';
import { splitNet, type NetParty, type ShareRule } from './split-net.ts';
import { enterOpenWeek } from './week-lock.ts';

export type Sale = {
  orderId: string;
  paymentId: string;
  /** Where the money is: `clearing(provider)`, `wallet(org)` or `bank()`. */
  source: Account;
  /** The instant of payment: the share rules in force then apply. */
  effectiveAt: Date;
};

/**
 * Books a paid order inside the caller's transaction: the source is debited with the total, each order line's net is
 * credited to its four parties, its part of the tax to the tax account, and each share is kept for the week's
 * settlement. The same payment again writes nothing and gives `first: false`. Three statements whatever the lines.
 */
export async function recordSale(
  tx: Conn,
  sale: Sale,
): Promise<{ ledgerTransactionId: bigint; first: boolean }> {
  const lines = await soldLines(tx, sale);
  const shares = sharesOf(lines);
  const { id, first } = await post(tx, {
    externalRef: `sale:${sale.paymentId}`,
    kind: 'sale',
    effectiveAt: sale.effectiveAt,
    postings: postingsOf(shares, sale.source),
    detail: { orderId: sale.orderId },
  });
  if (first) {
    await insertShares(tx, shares, {
      event: 'payment',
      sourceId: sale.paymentId,
      orderId: sale.orderId,
      ledgerTransactionId: id,
      effectiveAt: sale.effectiveAt,
    });
  }
  return { ledgerTransactionId: id, first };
}

type SoldLine = {
  line_id: string;
  position: number;
  net: string;
  currency: string;
  order_tax: string;
  tax_name: string;
  tax_basis_points: number;
  provider_id: string;
  provider_name: string;
  framework_provider_id: string;
  framework_provider_name: string;
  city_node: string;
  framework: string;
  resource: string;
  quantity: number;
  term: string;
  rule: ShareRule | null;
};

/** The order's lines, each with the most specific rule in force: of its node and framework, its node, its framework, any. */
async function soldLines(tx: Conn, { orderId, effectiveAt }: Sale): Promise<SoldLine[]> {
  const { rows } = await tx.execute<SoldLine>(sql`
    select l.id as line_id, l.position, l.net::text, o.currency, o.tax::text as order_tax, q.tax_name, q.tax_basis_points,
           l.provider_id, p.name as provider_name, l.framework_provider_id, fp.name as framework_provider_name,
           n.slug as city_node, l.framework_id as framework, l.resource, l.quantity,
           q.term_count || ' ' || q.term_unit as term, rule.rule
      from orders o
      join quotes q on q.id = o.quote_id
      join order_lines l on l.order_id = o.id
      join city_nodes n on n.id = l.city_node_id
      join providers p on p.id = l.provider_id
      join framework_providers fp on fp.id = l.framework_provider_id
      left join lateral (
        select json_build_object('version', r.version, 'portalBasisPoints', r.portal_basis_points,
                 'providerBasisPoints', r.provider_basis_points, 'frameworkBasisPoints', r.framework_basis_points,
                 'operationsBasisPoints', r.operations_basis_points) as rule
          from share_rules r
         where r.state = 'approved' and r.effective_from <= ${effectiveAt.toISOString()}::timestamptz
           and (r.city_node_id is null or r.city_node_id = l.city_node_id)
           and (r.framework_id is null or r.framework_id = l.framework_id)
         order by (r.city_node_id is not null) desc, (r.framework_id is not null) desc, r.effective_from desc, r.version desc
         limit 1
      ) rule on true
     where o.id = ${orderId} and ${enterOpenWeek}
     order by l.position`);
  if (rows.length === 0) throw new Error(`order ${orderId} has no lines to book`);
  return rows;
}

function sharesOf(lines: readonly SoldLine[]): NewShare[] {
  const orderTax = BigInt(lines[0]?.order_tax ?? '0');
  const nets = lines.map((line) => BigInt(line.net));
  const taxes = orderTax === 0n ? nets.map(() => 0n) : allocate(orderTax, nets);
  return lines.flatMap((line, place) => {
    const rule = line.rule;
    if (!rule) throw new Error(`no share rule was in force for order line ${line.line_id}`);
    const net = BigInt(line.net);
    const split = Object.entries(splitNet(net, rule)) as [
      NetParty,
      { amount: bigint; basisPoints: number },
    ][];
    const common = { orderLineId: line.line_id, currency: line.currency, description: descriptionOf(line) };
    const shares: NewShare[] =
      net === 0n
        ? []
        : split.map(([party, share]) => ({
            ...common,
            party,
            ...nameOf(party, line),
            shareRuleVersion: rule.version,
            ...share,
          }));
    const tax = taxes[place] ?? 0n;
    if (tax !== 0n) {
      shares.push({
        ...common,
        party: 'tax',
        // Taxes of several names are one account, and a line each of the sheet.
        partyId: line.tax_name,
        partyName: line.tax_name,
        shareRuleVersion: null,
        basisPoints: line.tax_basis_points,
        amount: tax,
      });
    }
    return shares;
  });
}

function nameOf(party: NetParty, line: SoldLine): { partyId: string; partyName: string } {
  if (party === 'provider') return { partyId: line.provider_id, partyName: line.provider_name };
  if (party === 'framework')
    return { partyId: line.framework_provider_id, partyName: line.framework_provider_name };
  return { partyId: '', partyName: party === 'portal' ? 'Portal' : 'Operations' };
}

/** What was sold, in the catalogue's words: nothing that the buyer wrote. */
function descriptionOf(line: SoldLine): Record<string, string> {
  return {
    position: String(line.position),
    cityNode: line.city_node,
    framework: line.framework,
    resource: line.resource,
    quantity: String(line.quantity),
    term: line.term,
    net: line.net,
  };
}

/** The ledger account of a share's party. */
export function accountOf({ party, partyId }: Pick<NewShare, 'party' | 'partyId'>): Account {
  if (party === 'portal') return portalRevenue();
  if (party === 'tax') return taxPayable();
  return payable(party, partyId);
}

function postingsOf(shares: readonly NewShare[], source: Account): Posting[] {
  const [first] = shares;
  if (!first) return [];
  const total = shares.reduce((sum, share) => sum + share.amount, 0n);
  return [
    { account: source, amount: { minor: total, currency: first.currency } },
    ...shares.map((share) => ({
      account: accountOf(share),
      amount: { minor: -share.amount, currency: share.currency },
    })),
  ];
}
