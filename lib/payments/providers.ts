import { cardProviders, type CardProviders } from '#adapters/payments/registry.ts';
import { isSandbox, portalEnv } from '#lib/env/portal-env.ts';
import { cardKinds } from './is-card.ts';
import { simulatedStore } from './simulated-store.ts';

export type { CardProviders } from '#adapters/payments/registry.ts';
export type PaymentTools = { providers: CardProviders };

/** Every way to pay that a person can be offered. */
export const payMethods = [...cardKinds, 'remittance', 'wallet'] as const;
export type PayMethod = (typeof payMethods)[number];

let made: CardProviders | undefined;

/** The card providers that this portal's configuration switches on. */
export function paymentProviders(): CardProviders {
  const env = portalEnv();
  made ??= cardProviders({
    sandbox: isSandbox(),
    portalUrl: env.PORTAL_URL,
    ...(env.STRIPE_SECRET_KEY && env.STRIPE_WEBHOOK_SECRET
      ? {
          stripe: {
            secretKey: env.STRIPE_SECRET_KEY,
            webhookSecret: env.STRIPE_WEBHOOK_SECRET,
            ...(env.STRIPE_API_BASE ? { apiBase: env.STRIPE_API_BASE } : {}),
          },
        }
      : {}),
    ...(env.SIMULATED_WEBHOOK_SECRET
      ? { simulated: { webhookSecret: env.SIMULATED_WEBHOOK_SECRET, store: simulatedStore } }
      : {}),
  });
  return made;
}

/** What the portal's configuration lets a buyer choose from, in the order it is shown. */
export function availableMethods(): PayMethod[] {
  const providers = paymentProviders();
  return payMethods.filter((method) => method === 'remittance' || method === 'wallet' || providers[method]);
}
