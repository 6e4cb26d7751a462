import type { OrderView } from '#lib/orders/read-order.ts';
import type { QuoteView } from '#lib/quotes/get-quote.ts';

/** What an open page compares: another version means that it shows something old. `final` means that it stays so. */
export type LiveVersion = { version: string; final: boolean };

export const quoteVersion = ({ state, holds }: QuoteView): LiveVersion => ({
  version: [state, ...holds.map((hold) => hold.state)].join(' '),
  final: state !== 'asking' && state !== 'held',
});

const resting: readonly OrderView['state'][] = [
  'delivered',
  'deliveryFailed',
  'refunded',
  'cancelled',
  'expired',
];

export const orderVersion = ({ state, app, payments, refunds }: OrderView): LiveVersion => ({
  version: [state, app.state, ...payments.map((p) => p.state), ...refunds.map((r) => r.state)].join(' '),
  final: resting.includes(state),
});
