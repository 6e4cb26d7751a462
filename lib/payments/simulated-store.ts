import { eq } from 'drizzle-orm';
import { db } from '#db/connection.ts';
import { simulatedObjects } from '#db/schema/simulated-payments.ts';
import type { SimulatedCheckout, SimulatedStore } from '#adapters/payments/simulated/store.ts';

const bodyOf = (row: { body: unknown } | undefined): SimulatedCheckout | null =>
  row ? (row.body as SimulatedCheckout) : null; // written by this store only

/** What the simulated provider knows, in the portal's database: it survives what the portal survives. */
export const simulatedStore: SimulatedStore = {
  async put(checkout) {
    await db()
      .insert(simulatedObjects)
      .values({ id: checkout.id, requestId: checkout.requestId, body: checkout })
      .onConflictDoNothing();
    const [row] = await db()
      .select({ body: simulatedObjects.body })
      .from(simulatedObjects)
      .where(eq(simulatedObjects.requestId, checkout.requestId));
    const kept = bodyOf(row);
    if (!kept) throw new Error(`simulated checkout ${checkout.id} was neither kept nor found`);
    return kept;
  },
  async get(id) {
    const [row] = await db()
      .select({ body: simulatedObjects.body })
      .from(simulatedObjects)
      .where(eq(simulatedObjects.id, id));
    return bodyOf(row);
  },
  change(id, change) {
    return db().transaction(async (tx) => {
      const [row] = await tx
        .select({ body: simulatedObjects.body })
        .from(simulatedObjects)
        .where(eq(simulatedObjects.id, id))
        .for('update');
      const before = bodyOf(row);
      const after = before && change(before);
      if (after) await tx.update(simulatedObjects).set({ body: after }).where(eq(simulatedObjects.id, id));
      return after ?? before;
    });
  },
};
