import { sendEvent } from '#adapters/payments/simulated/send-event.ts';
import { isSandbox, portalEnv } from '#lib/env/portal-env.ts';

const timeoutMs = 10_000;

/** Job: the simulated provider delivers one event to the portal's own webhook. Throws until it is taken. */
export async function sendSimulatedEvent(event: { id: string; type: string; ref: string }): Promise<void> {
  const { PORTAL_URL, SIMULATED_WEBHOOK_SECRET: secret } = portalEnv();
  if (!isSandbox() || !secret) return;
  await sendEvent(
    { id: event.id, type: event.type, object: event.ref },
    {
      url: `${PORTAL_URL}/api/webhooks/simulated`,
      secret,
      signal: AbortSignal.timeout(timeoutMs),
    },
  );
}
