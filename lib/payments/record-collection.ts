import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { bank, clearing, providerFees } from '#lib/ledger/accounts.ts';
import { balanceOf } from '#lib/ledger/balance-of.ts';
import { lockAccount } from '#lib/ledger/lock-account.ts';
import { post } from '#lib/ledger/post.ts';
import { decimalOf } from '#lib/money/format-money.ts';
import type { Money } from '#lib/money/money.ts';
import { parseMoney } from '#lib/money/parse-money.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { cardKinds } from './is-card.ts';

export const recordCollectionInput = z
  .object({
    requestId: z.uuid(),
    provider: z.enum(cardKinds),
    /** What arrived, as the bank statement has it: `2518.56`. */
    amount: z.string().trim().min(1).max(20),
    /** What the provider kept for itself of what it had taken in. */
    fee: z.string().trim().max(20).default(''),
    /** The provider's own name of its payout; blanks and case do not make another one. */
    reference: z.string().trim().min(3).max(100),
  })
  .brand<'RecordCollection'>();
export type RecordCollection = z.output<typeof recordCollectionInput>;

/**
 * Finance has a card provider's payout on the bank's statement: it moves from the provider's clearing account to the bank,
 * and what the provider kept becomes an expense, in one ledger transaction. `conflict` for a reference that was recorded
 * before and for more than the provider holds. A repeat with the same request id changes nothing.
 */
export async function recordCollection(
  actor: Actor,
  input: RecordCollection,
  conn: Conn = db(),
): Promise<{ reference: string }> {
  demand(actor, 'remittance.confirm');
  const currency = portalEnv().PORTAL_CURRENCY;
  const amount = typed(input.amount, currency, 'amount');
  const fee = typed(input.fee || '0', currency, 'fee');
  if (amount.minor === 0n) throw badAmount('amount');
  const out = amount.minor + fee.minor;
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'collection.record', input.requestId, input.reference);
    if (!claim.first) return { reference: claim.subjectId };
    const source = clearing(input.provider);
    await lockAccount(tx, source);
    const held = await balanceOf(tx, source, currency);
    const { id, first } = await post(tx, {
      externalRef: `collection:${input.provider}:${input.reference.replace(/\s/g, '').toUpperCase()}`,
      kind: 'collection',
      effectiveAt: await portalNow(tx),
      postings: [
        { account: bank(), amount },
        { account: providerFees(input.provider), amount: fee },
        { account: source, amount: { minor: -out, currency } },
      ],
      detail: { reference: input.reference },
    });
    if (!first) throw new AppError('conflict', 'payments.collectionKnown', {}, { field: 'reference' });
    if (out > held.minor)
      throw new AppError(
        'conflict',
        'payments.collectionTooMuch',
        { held: decimalOf(held), currency },
        { field: 'amount' },
      );
    await recordAudit(tx, actor, {
      action: 'collection.record',
      subjectKind: 'ledgerTransaction',
      subjectId: id.toString(),
      after: {
        provider: input.provider,
        amount: amount.minor.toString(),
        fee: fee.minor.toString(),
        reference: input.reference,
      },
    });
    return { reference: input.reference };
  });
}

function typed(text: string, currency: string, field: string): Money {
  const amount = parseMoney(text, currency);
  if (!amount) throw badAmount(field);
  return amount;
}

const badAmount = (field: string) => new AppError('invalid', 'payments.badAmount', {}, { field });
