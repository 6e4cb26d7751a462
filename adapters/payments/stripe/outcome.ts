import { Stripe } from 'stripe';
import type { Outcome } from '../port.ts';

/** Runs one call of the vendor's client and turns what it throws into an outcome. */
export async function outcomeOf<T>(signal: AbortSignal, call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'done', value: await orAborted(signal, call) };
  } catch (error) {
    return failureOf(error);
  }
}

/** The client knows time-outs but no signals. */
async function orAborted<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new DOMException('aborted', 'AbortError'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function failureOf(error: unknown): Outcome<never> {
  const { errors } = Stripe;
  const detail = error instanceof errors.StripeError ? (error.code ?? error.type) : 'no answer';
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return { kind: 'rejected', reason: 'denied', detail };
  if (error instanceof errors.StripeInvalidRequestError)
    return { kind: 'rejected', reason: error.statusCode === 404 ? 'notFound' : 'invalid', detail };
  if (error instanceof errors.StripeCardError) return { kind: 'rejected', reason: 'denied', detail };
  if (error instanceof RangeError) return { kind: 'rejected', reason: 'invalid', detail: error.message };
  return { kind: 'unknown', detail };
}
