import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { orders } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import { systemActor, type Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { readOrder, type OrderView } from './read-order.ts';

/** Any customer's order, as its own people see it, and whose it is; staff only. */
export async function readOrderForStaff(
  actor: Actor,
  orderId: string,
  conn: Conn = db(),
): Promise<{ order: OrderView; customer: { id: string; name: string } }> {
  demand(actor, 'portalOrder.read');
  const [customer] = await conn
    .select({ id: organisations.id, name: organisations.name })
    .from(orders)
    .innerJoin(organisations, eq(organisations.id, orders.orgId))
    .where(eq(orders.id, orderId));
  if (!customer) throw new AppError('notFound', 'errors.notFound');
  const order = await readOrder(systemActor('staff reads an order', customer.id), orderId, conn);
  return { order, customer };
}
