import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';
import { availableMethods } from '#lib/payments/providers.ts';
import { getSetting } from '#lib/settings/get-setting.ts';
import { walletBalance } from '#lib/wallet/wallet-balance.ts';
import type { PayOptions } from './pay-choice.tsx';

/** What a buyer may choose from, with what the wallet holds; null for who may not pay. */
export async function payOptions(actor: Actor, total: Money): Promise<PayOptions | null> {
  if (!actor.can.has('payment.make')) return null;
  const [balance, remittanceDays] = await Promise.all([
    actor.can.has('wallet.read') ? walletBalance(actor) : null,
    getSetting('remittanceDays'),
  ]);
  return { methods: availableMethods(), balance, total, remittanceDays };
}
