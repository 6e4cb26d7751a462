import { signatureHeader, signBody } from './signature.ts';

export type SimulatedEvent = { id: string; type: string; object: string };

/** Posts an event to a shop's webhook, signed as a provider's are. Throws unless it was taken. */
export async function sendEvent(
  event: SimulatedEvent,
  to: { url: string; secret: string; signal: AbortSignal },
): Promise<void> {
  const body = JSON.stringify(event);
  const response = await fetch(to.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [signatureHeader]: signBody(body, to.secret, new Date()),
    },
    body,
    redirect: 'error',
    signal: to.signal,
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
}
