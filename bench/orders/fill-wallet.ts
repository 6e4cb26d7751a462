import { eq } from 'drizzle-orm';
import { db } from '#db/connection.ts';
import { memberships, users } from '#db/schema/accounts.ts';
import { payments } from '#db/schema/orders.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { confirmRemittance, confirmRemittanceInput } from '#lib/payments/confirm-remittance.ts';
import { topUpWallet, topUpWalletInput } from '#lib/wallet/top-up-wallet.ts';

/** Money for many orders, by the same two verbs as a buyer and a finance clerk: a remittance that arrives in full. */
export async function fillWallet(email: string, amount = '900000.00'): Promise<void> {
  const [owner] = await db()
    .select({ id: users.id, orgId: memberships.orgId })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .where(eq(users.email, email));
  if (!owner) throw new Error(`no demo person ${email}`);
  const { paymentId } = await topUpWallet(
    testActor({ role: 'owner', ...owner }),
    topUpWalletInput.parse({ requestId: newId(), amount, method: 'remittance' }),
  );
  const [payment] = await db()
    .select({ identificationCode: payments.identificationCode })
    .from(payments)
    .where(eq(payments.id, paymentId));
  await confirmRemittance(
    testActor({ role: 'finance' }),
    confirmRemittanceInput.parse({
      requestId: newId(),
      identificationCode: payment?.identificationCode ?? '',
      amount,
      bankReference: 'bench',
    }),
  );
}
