import type { CardPayments } from '#adapters/payments/port.ts';

/** Every card provider that there is; which of them this portal uses is said by its configuration. */
export const cardKinds = ['stripe', 'simulated'] as const satisfies readonly CardPayments['kind'][];

export const isCard = (provider: string): provider is CardPayments['kind'] =>
  cardKinds.some((kind) => kind === provider);
