import { z } from 'zod';
import { db } from '#db/connection.ts';
import { decide } from '#adapters/payments/simulated/index.ts';
import { isSandbox } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import type { Money } from '#lib/money/money.ts';
import { simulatedStore } from './simulated-store.ts';

/** How the simulated provider tells the portal. `never`: the portal finds out by asking. */
export const deliveries = ['once', 'twice', 'late', 'outOfOrder', 'never'] as const;
export const lateSeconds = 20;

export const decideSimulatedInput = z
  .object({
    checkoutId: z.string().regex(/^sim_[0-9a-f]{24}$/),
    decision: z.enum(['succeed', 'decline']),
    delivery: z.enum(deliveries).default('once'),
  })
  .brand<'DecideSimulated'>();
export type DecideSimulated = z.output<typeof decideSimulatedInput>;

export type SimulatedPage = {
  id: string;
  state: 'open' | 'paid' | 'failed' | 'expired';
  amount: Money;
  description: string;
  successUrl: string;
  cancelUrl: string;
};

/** What the simulated provider's pay page shows. Needs no session, as a provider's page knows none. Sandbox only. */
export async function readSimulatedCheckout(checkoutId: string): Promise<SimulatedPage> {
  if (!isSandbox()) throw new AppError('notFound', 'errors.notFound');
  const kept = await simulatedStore.get(checkoutId);
  if (!kept) throw new AppError('notFound', 'errors.notFound');
  const { id, state, minor, currency, description, successUrl, cancelUrl } = kept;
  return { id, state, amount: { minor: BigInt(minor), currency }, description, successUrl, cancelUrl };
}

/**
 * The person at the simulated pay page pays or is declined, and the provider's events go out by jobs: once, twice, late or
 * in the wrong order. A checkout that was decided already stays as it is, and says so by events again.
 */
export async function decideSimulated(
  input: DecideSimulated,
): Promise<{ state: SimulatedPage['state']; next: string }> {
  if (!isSandbox()) throw new AppError('notFound', 'errors.notFound');
  const kept = await decide(simulatedStore, input.checkoutId, input.decision);
  if (!kept) throw new AppError('notFound', 'errors.notFound');
  const news = {
    paid: 'checkout.paid',
    failed: 'checkout.failed',
    expired: 'checkout.expired',
    open: 'checkout.opened',
  };
  await sendAs(input.delivery, kept.id, news[kept.state]);
  return { state: kept.state, next: kept.state === 'paid' ? kept.successUrl : kept.cancelUrl };
}

async function sendAs(delivery: DecideSimulated['delivery'], ref: string, type: string): Promise<void> {
  const send = (event: { id: string; type: string }, afterSeconds = 0) =>
    enqueue(
      db(),
      'sendSimulatedEvent',
      { ...event, ref },
      { ...(afterSeconds ? { runAt: new Date(Date.now() + afterSeconds * 1000) } : {}) },
    );
  const event = { id: `evt_${newId()}`, type };
  if (delivery === 'never') return;
  if (delivery === 'late') return send(event, lateSeconds);
  await send(event);
  if (delivery === 'twice') await send(event);
  if (delivery === 'outOfOrder') await send({ id: `evt_${newId()}`, type: 'checkout.opened' }, 1);
}
