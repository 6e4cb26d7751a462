import type { CardPayments } from './port.ts';
import { simulatedPayments } from './simulated/index.ts';
import type { SimulatedStore } from './simulated/store.ts';
import { stripePayments } from './stripe/index.ts';

export type CardProviders = Partial<Record<CardPayments['kind'], CardPayments>>;

export type CardConfig = {
  sandbox: boolean;
  portalUrl: string;
  stripe?: { secretKey: string; webhookSecret: string; apiBase?: string };
  simulated?: { webhookSecret: string; store: SimulatedStore };
};

/** The card providers that a configuration switches on. */
export function cardProviders({ sandbox, portalUrl, stripe, simulated }: CardConfig): CardProviders {
  return {
    ...(stripe ? { stripe: stripePayments(stripe) } : {}),
    ...(sandbox && simulated
      ? { simulated: simulatedPayments({ sandbox, ...simulated, payPage: `${portalUrl}/sandbox/pay` }) }
      : {}),
  };
}
