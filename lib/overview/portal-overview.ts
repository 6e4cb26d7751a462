import { and, eq, gte, inArray, isNotNull, ne, not, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { operations } from '#db/schema/apps.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { orders, payments } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import type { Money } from '#lib/money/money.ts';
import { newerExists } from '#lib/operations/operation-row.ts';

export type PortalOverview = {
  /** Since midnight in the portal's zone. */
  today: { placed: number; paid: number; taken: Money };
  /** What waits for somebody. */
  problems: {
    undeliveredOrders: number;
    failedOperations: number;
    failingJobs: number;
    unreachableNodes: number;
    waitingNodes: number;
    waitingRemittances: number;
  };
};

/** The portal today, and what waits for staff: figures only, each of which a list explains. Staff only. */
export async function portalOverview(actor: Actor, conn: Conn = db()): Promise<PortalOverview> {
  demand(actor, 'portal.read');
  const { PORTAL_ZONE: zone, PORTAL_CURRENCY: currency } = portalEnv();
  const midnight = sql`date_trunc('day', portal_now(), ${zone})`;
  const [today] = await conn
    .select({
      placed: sql<number>`count(*) filter (where ${orders.createdAt} >= ${midnight})::int`,
      paid: sql<number>`count(*) filter (where ${orders.paidAt} >= ${midnight})::int`,
      taken: sql<string>`coalesce(sum(${orders.total}) filter (where ${orders.paidAt} >= ${midnight}), 0)::text`,
    })
    .from(orders)
    .where(and(eq(orders.currency, currency), gte(orders.createdAt, sql`${midnight} - interval '60 days'`)));
  const count = async (result: Promise<{ rows: { n: number }[] }>) => (await result).rows[0]?.n ?? 0;
  return {
    today: {
      placed: today?.placed ?? 0,
      paid: today?.paid ?? 0,
      taken: { minor: BigInt(today?.taken ?? 0), currency },
    },
    problems: {
      undeliveredOrders: await conn.$count(orders, eq(orders.state, 'deliveryFailed')),
      failedOperations: await conn.$count(
        operations,
        and(inArray(operations.state, ['failed', 'rejected']), not(newerExists)),
      ),
      failingJobs: await count(
        conn.execute<{ n: number }>(
          sql`select count(*)::int as n from graphile_worker.jobs where last_error is not null`,
        ),
      ),
      unreachableNodes: await conn.$count(
        cityNodes,
        and(eq(cityNodes.health, 'unreachable'), ne(cityNodes.state, 'retired')),
      ),
      waitingNodes: await conn.$count(
        cityNodes,
        and(eq(cityNodes.state, 'enrolled'), isNotNull(cityNodes.statusAt)),
      ),
      waitingRemittances: await conn.$count(
        payments,
        and(eq(payments.provider, 'remittance'), eq(payments.state, 'pending')),
      ),
    },
  };
}
