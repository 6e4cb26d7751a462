import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { offerings } from '#db/schema/catalogue.ts';
import { complianceVerdicts } from '#db/schema/compliance.ts';
import { orders, quotes, reservations } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import { reserveApp } from '#lib/apps/reserve-app.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newCode, newId } from '#lib/ids/new-id.ts';
import { acceptLegalText } from '#lib/legal/accept-text.ts';
import { stateOf } from '#lib/quotes/get-quote.ts';
import { claimAndRead } from '#lib/requests/claim-request.ts';

export const placeOrderInput = z
  .object({
    requestId: z.uuid(),
    quoteId: z.uuid(),
    /** The version of the terms that the buyer was shown and accepts. */
    legalTextId: z.uuid('orders.termsMissing'),
  })
  .brand<'PlaceOrder'>();
export type PlaceOrder = z.output<typeof placeOrderInput>;

/**
 * Turns a quote whose capacity is held into an order that waits for payment, once: its lines, its app (which holds its
 * name), the acceptance of the terms in the version that was shown. `expired` for a quote that has run out, `refused` for
 * one that a rule or a city node turned down, `conflict` for one that was ordered or is not held yet.
 */
export async function placeOrder(
  actor: Actor,
  input: PlaceOrder,
  conn: Conn = db(),
): Promise<{ orderId: string }> {
  demand(actor, 'order.place');
  return conn.transaction(async (tx) => {
    const wanted = { verb: 'order.place', requestId: input.requestId, subjectId: newId() };
    const claim = await claimAndRead(tx, actor, wanted, () =>
      together(
        () => lockQuote(tx, actor, input.quoteId),
        () => orderableQuote(tx, actor, input.quoteId),
        () => heldNodes(tx, input.quoteId),
      ),
    );
    const orderId = claim.subjectId;
    if (!claim.first) return { orderId };
    const [, quote, held] = claim.found;
    const [first] = held;
    if (!first) throw new AppError('conflict', 'orders.quoteNotHeld');
    const appId = newId();
    await together(
      () => insertOrder(tx, actor, { orderId, appId, quote, payUntil: first.expiresAt }),
      () => insertOrderLines(tx, orderId, quote.id),
      () =>
        reserveApp(tx, actor, {
          appId,
          orgId: actor.orgId,
          name: quote.appName,
          frameworkId: quote.frameworkId,
          access: first.access,
          nodes: held.map(({ access: _, expiresAt: _at, ...node }) => node),
        }),
      () => acceptLegalText(tx, actor, { legalTextId: input.legalTextId, orderId }),
      () =>
        recordAudit(tx, actor, {
          action: 'order.place',
          subjectKind: 'order',
          subjectId: orderId,
          after: { quoteId: quote.id, total: quote.total.toString() },
        }),
    );
    return { orderId };
  });
}

/** Two orders of one quote wait for each other here, so that the second reads what the first has written. */
async function lockQuote(tx: Conn, actor: Actor, quoteId: string): Promise<void> {
  await tx
    .select({ id: quotes.id })
    .from(quotes)
    .where(and(eq(quotes.id, quoteId), eq(quotes.orgId, actor.orgId)))
    .for('update');
}

async function orderableQuote(tx: Conn, actor: Actor, quoteId: string) {
  const [row] = await tx
    .select({
      quote: quotes,
      now: sql<string>`portal_now()`,
      allowed: complianceVerdicts.allowed,
      messageId: complianceVerdicts.messageId,
      ruleId: complianceVerdicts.ruleId,
      ordered: sql<boolean>`exists (select from orders where orders.quote_id = ${quotes.id})`,
    })
    .from(quotes)
    .innerJoin(complianceVerdicts, eq(complianceVerdicts.id, quotes.verdictId))
    .where(and(eq(quotes.id, quoteId), eq(quotes.orgId, actor.orgId)));
  if (!row) throw new AppError('notFound', 'errors.notFound');
  const state = stateOf(row.quote, {
    allowed: row.allowed === 'yes',
    ordered: row.ordered,
    now: new Date(row.now),
  });
  switch (state) {
    case 'held':
      return row.quote;
    case 'notAllowed':
      throw new AppError('refused', row.messageId ?? 'compliance.refused', { rule: row.ruleId ?? '' });
    case 'holdRefused':
      throw new AppError('quota', 'orders.holdRefused');
    case 'asking':
      throw new AppError('conflict', 'orders.quoteNotHeld');
    case 'ordered':
      throw new AppError('conflict', 'orders.quoteUsed');
    case 'expired':
      throw new AppError('expired', 'orders.quoteExpired');
  }
}

function heldNodes(tx: Conn, quoteId: string) {
  return tx
    .select({
      cityNodeId: reservations.cityNodeId,
      offeringId: reservations.offeringId,
      tps: reservations.tps,
      storageGb: reservations.storageGb,
      bandwidthMbps: reservations.bandwidthMbps,
      expiresAt: reservations.expiresAt,
      access: offerings.access,
    })
    .from(reservations)
    .innerJoin(offerings, eq(offerings.id, reservations.offeringId))
    .where(eq(reservations.quoteId, quoteId))
    .orderBy(reservations.expiresAt, reservations.cityNodeId);
}

type NewOrder = { orderId: string; appId: string; quote: typeof quotes.$inferSelect; payUntil: Date };

async function insertOrder(
  tx: Conn,
  actor: Actor,
  { orderId, appId, quote, payUntil }: NewOrder,
): Promise<void> {
  await tx.insert(orders).values({
    id: orderId,
    orgId: actor.orgId,
    number: `C-${newCode(8)}`,
    quoteId: quote.id,
    appId,
    appName: quote.appName,
    state: 'awaitingPayment',
    currency: quote.currency,
    net: quote.net,
    tax: quote.tax,
    total: quote.total,
    placedBy: actor.id,
    payUntil,
  });
}

/** The order's lines are the quote's, with who is to be paid for them. */
async function insertOrderLines(tx: Conn, orderId: string, quoteId: string): Promise<void> {
  await tx.execute(sql`
    insert into order_lines (id, order_id, position, offering_id, city_node_id, provider_id, framework_provider_id,
                             framework_id, resource, quantity, net, detail)
    select gen_random_uuid(), ${orderId}::uuid, l.position, l.offering_id, l.city_node_id, n.provider_id,
           f.framework_provider_id, f.framework_id, l.resource, l.quantity, l.net, l.detail
      from quote_lines l
      join offerings f on f.id = l.offering_id
      join city_nodes n on n.id = l.city_node_id
     where l.quote_id = ${quoteId}`);
}
