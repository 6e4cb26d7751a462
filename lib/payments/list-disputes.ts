import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';

export type DisputeRow = {
  provider: string;
  /** The provider's own id of the dispute. */
  ref: string;
  amount: Money;
  reason: string;
  status: string;
  at: Date;
};

const most = 100;

/**
 * What buyers' banks have taken back or want to, each as the youngest of its events has it, in whatever order they came;
 * the last hundred. The portal moves no money for them: they are answered at the provider.
 */
export async function listDisputes(actor: Actor, conn: Conn = db()): Promise<DisputeRow[]> {
  demand(actor, 'ledger.read');
  const { rows } = await conn.execute<{
    provider: string;
    ref: string;
    minor: string;
    currency: string;
    reason: string;
    status: string;
    at: string;
  }>(sql`
    select * from (
      select distinct on (provider, provider_ref) provider, substr(provider_ref, length('dispute:') + 1) as ref,
             payload->>'minor' as minor, payload->>'currency' as currency, payload->>'reason' as reason,
             payload->>'status' as status, (payload->>'at')::timestamptz as at
        from payment_events where provider_ref like 'dispute:%'
       order by provider, provider_ref, (payload->>'at')::timestamptz desc, received_at desc) latest
     order by at desc, ref limit ${most}`);
  return rows.map(({ minor, currency, at, ...row }) => ({
    ...row,
    amount: { minor: BigInt(minor), currency },
    at: new Date(at),
  }));
}
