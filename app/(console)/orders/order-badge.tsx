import { Badge, type Tone } from '#components/ui/badge.tsx';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { OrderState } from '#lib/orders/read-order.ts';

const tones: Record<OrderState, Tone> = {
  awaitingPayment: 'warn',
  paid: 'busy',
  delivering: 'busy',
  delivered: 'good',
  deliveryFailed: 'bad',
  refunding: 'busy',
  refunded: 'quiet',
  cancelled: 'quiet',
  expired: 'quiet',
};

export async function OrderBadge({ state }: { state: OrderState }) {
  const t = await getTranslator('orders');
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>;
}
