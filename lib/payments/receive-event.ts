import { db, type Conn } from '#db/connection.ts';
import { paymentEvents } from '#db/schema/orders.ts';
import { newId } from '#lib/ids/new-id.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import type { CardPayments, Dispute } from '#adapters/payments/port.ts';
import { paymentProviders, type CardProviders } from './providers.ts';

export type Received = 'stored' | 'known' | 'notGenuine' | 'noSuchProvider';

/**
 * A webhook's body: its signature is checked on the raw text, then the event is stored under its unique id, and acted upon
 * by a job. The same event again is acknowledged and changes nothing.
 */
export async function receiveEvent(
  kind: CardPayments['kind'],
  body: string,
  headers: Headers,
  providers: CardProviders = paymentProviders(),
  conn: Conn = db(),
): Promise<Received> {
  const provider = providers[kind];
  if (!provider) return 'noSuchProvider';
  const event = provider.readEvent(body, headers);
  if (!event) return 'notGenuine';
  return conn.transaction(async (tx) => {
    const [stored] = await tx
      .insert(paymentEvents)
      .values({
        id: newId(),
        provider: kind,
        eventId: event.id,
        type: event.type,
        providerRef: event.subject === 'other' ? '' : `${event.subject}:${event.ref}`,
        payload: event.dispute ? kept(event.dispute) : event.payload,
      })
      .onConflictDoNothing()
      .returning({ id: paymentEvents.id });
    if (!stored) return 'known';
    await enqueue(tx, 'processPaymentEvent', { paymentEventId: stored.id });
    return 'stored';
  });
}

/** A dispute as `listDisputes` reads it. */
const kept = ({ amount, reason, status, at }: Dispute) => ({
  minor: amount.minor.toString(),
  currency: amount.currency,
  reason,
  status,
  at: at.toISOString(),
});
