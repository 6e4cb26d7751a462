import { paymentProviders, type CardProviders } from '#lib/payments/providers.ts';

/** The card providers that the portal's configuration switches on; web and worker must mean the same ones. */
export type PaymentProviders = CardProviders;
export { paymentProviders };
