import type { Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { wallet } from '#lib/ledger/accounts.ts';
import { balanceOf } from '#lib/ledger/balance-of.ts';
import { lockAccount } from '#lib/ledger/lock-account.ts';
import type { Money } from '#lib/money/money.ts';
import { decimalOf } from '#lib/money/format-money.ts';
import type { LockedPayment } from './lock-payment.ts';
import { paymentSucceeded } from './payment-succeeded.ts';

/**
 * What an organisation's wallet holds, and goes on holding until the caller's transaction ends: the account is locked
 * before it is read, so that two payments at once can never take it below nought.
 */
export async function holdWallet(tx: Conn, orgId: string, currency: string): Promise<Money> {
  const account = wallet(orgId);
  const [, balance] = await together(
    () => lockAccount(tx, account),
    () => balanceOf(tx, account, currency),
  );
  return balance;
}

/**
 * Spends from a wallet that is held, in the caller's transaction, which also holds the order's lock and wrote the payment.
 * Throws `quota` when there is too little.
 */
export async function payFromWallet(tx: Conn, locked: LockedPayment, balance: Money): Promise<void> {
  const { payment } = locked;
  if (balance.minor < payment.amount) {
    throw new AppError('quota', 'wallet.notEnough', {
      balance: decimalOf(balance),
      needed: decimalOf({ minor: payment.amount, currency: payment.currency }),
      currency: payment.currency,
    });
  }
  await paymentSucceeded(tx, locked, wallet(payment.orgId));
}
