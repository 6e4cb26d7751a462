import type { CardPayments } from '#adapters/payments/port.ts';

export const isCard = (provider: string): provider is CardPayments['kind'] =>
  provider === 'stripe' || provider === 'simulated';
