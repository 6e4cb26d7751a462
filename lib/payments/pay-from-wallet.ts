import type { Conn } from '#db/connection.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { wallet } from '#lib/ledger/accounts.ts';
import { balanceOf } from '#lib/ledger/balance-of.ts';
import { lockAccount } from '#lib/ledger/lock-account.ts';
import { decimalOf } from '#lib/money/format-money.ts';
import type { LockedPayment } from './lock-payment.ts';
import { paymentSucceeded } from './payment-succeeded.ts';

/**
 * Spends from the wallet in the caller's transaction, which holds the order's lock and wrote the payment. The account is held from reading its balance to the end of the
 * transaction, so that two payments at once can never take it below nought. Throws `quota` when it holds too little.
 */
export async function payFromWallet(tx: Conn, locked: LockedPayment): Promise<void> {
  const { payment } = locked;
  const source = wallet(payment.orgId);
  await lockAccount(tx, source);
  const balance = await balanceOf(tx, source, payment.currency);
  if (balance.minor < payment.amount) {
    throw new AppError('quota', 'wallet.notEnough', {
      balance: decimalOf(balance),
      needed: decimalOf({ minor: payment.amount, currency: payment.currency }),
      currency: payment.currency,
    });
  }
  await paymentSucceeded(tx, locked, source);
}
