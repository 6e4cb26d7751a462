import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';

export type OutsideRefundRow = {
  provider: string;
  /** The provider's own id of the refund. */
  ref: string;
  /** When the provider first told of it. */
  at: Date;
};

const most = 100;

/**
 * Refunds that a provider told of and nobody asked for here, so somebody made them in the provider's own pages; the last
 * hundred. The ledger has none of them. One that was told faster than our own asking was answered is not among them.
 */
export async function listOutsideRefunds(actor: Actor, conn: Conn = db()): Promise<OutsideRefundRow[]> {
  demand(actor, 'ledger.read');
  const { rows } = await conn.execute<{ provider: string; ref: string; at: string }>(sql`
    select provider, substr(provider_ref, length('refund:') + 1) as ref, min(received_at) as at
      from payment_events event
     where result = 'unknownRefund'
       and not exists (select from refunds join payments on payments.id = refunds.payment_id
                        where refunds.provider_ref = substr(event.provider_ref, length('refund:') + 1)
                          and payments.provider = event.provider)
     group by provider, provider_ref order by at desc, ref limit ${most}`);
  return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at) }));
}
