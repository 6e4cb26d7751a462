import type { Conn } from '#db/connection.ts';
import { payments } from '#db/schema/orders.ts';
import { systemActor } from '#lib/auth/actor.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { newId } from '#lib/ids/new-id.ts';
import { issueCreditNote, issueInvoice } from '#lib/invoices/issue-invoice.ts';
import { bank, clearing, wallet } from '#lib/ledger/accounts.ts';
import { balanceOf } from '#lib/ledger/balance-of.ts';
import { post } from '#lib/ledger/post.ts';
import { closeWeek } from '#lib/settlement/close-week.ts';
import { markRemitted, markRemittedInput } from '#lib/settlement/mark-remitted.ts';
import { recordRefund } from '#lib/settlement/record-refund.ts';
import { recordSale } from '#lib/settlement/record-sale.ts';
import { weekBounds, weekText, type Week } from '#lib/settlement/weeks.ts';
import { demoId } from '../demo-id.ts';
import { idOf, type PastOrder } from './plan.ts';

type Happening = { at: Date; write: (tx: Conn) => Promise<unknown> };

const accountFor = (order: PastOrder) =>
  ({ simulated: clearing('simulated'), wallet: wallet(order.orgId), remittance: bank() })[order.method];

/** Books the past in the order in which it happened, by the portal's own verbs, and closes each week when it is over. */
export async function bookMoney(
  conn: Conn,
  past: readonly PastOrder[],
  weeks: readonly Week[],
): Promise<void> {
  const happenings = past.flatMap(happeningsOf).sort((a, b) => a.at.getTime() - b.at.getTime());
  const zone = portalEnv().PORTAL_ZONE;
  let next = 0;
  for (const [age, week] of weeks.entries()) {
    const { endsAt } = weekBounds(week, zone);
    for (let due = happenings[next]; due && due.at < endsAt; due = happenings[(next += 1)])
      await conn.transaction(due.write);
    if (age < weeks.length - 1) await closePast(conn, week, endsAt, age);
  }
}

async function closePast(conn: Conn, week: Week, endsAt: Date, age: number): Promise<void> {
  await collectCards(conn, weekText(week), endsAt);
  const issuedAt = new Date(endsAt.getTime() + 41_000);
  await closeWeek(systemActor('closeWeeks'), week, conn, issuedAt);
  if (age > 1) return;
  const input = {
    requestId: newId(),
    week: weekText(week),
    reference: `Harbour Bank transfer ${4711 + age}`,
  };
  await markRemitted(systemActor('demoHistory'), markRemittedInput.parse(input), conn);
}

/** The card provider pays out what it took in, just before the week ends. */
async function collectCards(conn: Conn, week: string, endsAt: Date): Promise<void> {
  const currency = portalEnv().PORTAL_CURRENCY;
  await conn.transaction(async (tx) => {
    const { minor } = await balanceOf(tx, clearing('simulated'), currency);
    if (minor <= 0n) return;
    await post(tx, {
      externalRef: `collection:simulated:${week}`,
      kind: 'collection',
      effectiveAt: new Date(endsAt.getTime() - 1000),
      postings: [
        { account: bank(), amount: { minor, currency } },
        { account: clearing('simulated'), amount: { minor: -minor, currency } },
      ],
      detail: { reference: week },
    });
  });
}

function happeningsOf(order: PastOrder): Happening[] {
  const orderId = idOf('order', order);
  const found: Happening[] = [
    {
      at: order.paidAt,
      write: async (tx) => {
        await recordSale(tx, {
          orderId,
          paymentId: idOf('payment', order),
          source: accountFor(order),
          effectiveAt: order.paidAt,
        });
        await issueInvoice(tx, { orderId, issuedAt: order.paidAt });
      },
    },
  ];
  if (order.method === 'wallet') found.push(topUpFor(order));
  const { refund } = order;
  if (refund) {
    found.push({
      at: refund.at,
      write: async (tx) => {
        const refundId = idOf('refund', order);
        const destination = refund.destination === 'wallet' ? wallet(order.orgId) : accountFor(order);
        await recordRefund(tx, { orderId, refundId, destination, effectiveAt: refund.at });
        await issueCreditNote(tx, { orderId, refundId, issuedAt: refund.at });
      },
    });
  }
  return found;
}

/** Whoever paid from the wallet had filled it before: the total, rounded up to the next 500. */
function topUpFor(order: PastOrder): Happening {
  const { currency, total } = order.price;
  const amount = { minor: ((total + 49_999n) / 50_000n) * 50_000n, currency };
  const at = new Date(order.orderedAt.getTime() - 20 * 60_000);
  const paymentId = demoId(`past:topUp:${order.key}`);
  return {
    at,
    write: async (tx) => {
      await tx.insert(payments).values({
        id: paymentId,
        orgId: order.orgId,
        purpose: 'topUp',
        provider: 'simulated',
        providerRef: `past_topUp_${order.codes.order}`,
        currency,
        amount: amount.minor,
        state: 'succeeded',
        createdBy: order.userId,
        createdAt: at,
        succeededAt: at,
      });
      await post(tx, {
        externalRef: `topUp:${paymentId}`,
        kind: 'topUp',
        effectiveAt: at,
        postings: [
          { account: clearing('simulated'), amount },
          { account: wallet(order.orgId), amount: { ...amount, minor: -amount.minor } },
        ],
      });
    },
  };
}
