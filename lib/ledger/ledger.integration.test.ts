import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { bank, clearing, wallet } from './accounts.ts';
import { balanceOf } from './balance-of.ts';
import { listAccounts, listAccountsInput, trialBalance } from './list-accounts.ts';
import { getTransaction, listPostings, listPostingsInput } from './list-postings.ts';
import { lockAccount } from './lock-account.ts';
import { post } from './post.ts';
import { sealLedger } from './seal-ledger.ts';
import { verifyLedger } from './verify-ledger.ts';

testDatabase();
const cny = (minor: bigint) => ({ minor, currency: 'CNY' });
const topUp = (orgId: string, minor: bigint, externalRef = `topUp:${newId()}`) => ({
  externalRef,
  kind: 'topUp' as const,
  effectiveAt: new Date(),
  postings: [
    { account: clearing('simulated'), amount: cny(minor) },
    { account: wallet(orgId), amount: cny(-minor) },
  ],
});
const finance = testActor({ role: 'finance' });

describe('the ledger', () => {
  beforeAll(async () => {
    await db().transaction((tx) => post(tx, topUp(newId(), 1n)));
  });

  it('posts one reference once, whoever comes first', async () => {
    const orgId = newId();
    const entry = topUp(orgId, 500n);
    const results = await Promise.all(
      Array.from({ length: 8 }, () => db().transaction((tx) => post(tx, entry))),
    );
    expect(results.filter(({ first }) => first)).toHaveLength(1);
    expect((await balanceOf(db(), wallet(orgId), 'CNY')).minor).toBe(500n);
  });

  it('lets a wallet be spent once by two who lock it', async () => {
    const orgId = newId();
    await db().transaction((tx) => post(tx, topUp(orgId, 100n)));
    const spend = () =>
      db().transaction(async (tx) => {
        await lockAccount(tx, wallet(orgId));
        if ((await balanceOf(tx, wallet(orgId), 'CNY')).minor < 100n) return false;
        await post(tx, {
          ...topUp(orgId, 0n),
          postings: [
            { account: wallet(orgId), amount: cny(100n) },
            { account: bank(), amount: cny(-100n) },
          ],
        });
        return true;
      });
    expect((await Promise.all([spend(), spend(), spend()])).filter(Boolean)).toHaveLength(1);
    expect((await balanceOf(db(), wallet(orgId), 'CNY')).minor).toBe(0n);
  });

  it('refuses what is out of balance, in code and in the database', async () => {
    const entry = { ...topUp(newId(), 5n), postings: [{ account: bank(), amount: cny(5n) }] };
    await expect(db().transaction((tx) => post(tx, entry))).rejects.toThrow(RangeError);
    await db().transaction((tx) => post(tx, topUp(newId(), 7n, 'topUp:lopsided')));
    await expect(
      db().execute(sql`insert into ledger_postings (transaction_id, position, account_id, amount, currency)
        select id, 9, 'clearing:simulated', 1, 'CNY' from ledger_transactions where external_ref = 'topUp:lopsided'`),
    ).rejects.toThrow();
  });

  it('is append-only', async () => {
    for (const statement of [
      sql`update ledger_postings set amount = amount * 2`,
      sql`delete from ledger_transactions`,
      sql`truncate ledger_seals cascade`,
    ]) {
      await expect(db().execute(statement)).rejects.toThrow();
    }
  });

  it('seals what is committed while another transaction is still writing, and that one later', async () => {
    let finish: () => void = () => undefined;
    const mayEnd = new Promise<void>((resolve) => (finish = resolve));
    const written = Promise.withResolvers<void>();
    const slow = db().transaction(async (tx) => {
      await post(tx, topUp(newId(), 11n));
      written.resolve();
      await mayEnd;
    });
    await written.promise;
    await db().transaction((tx) => post(tx, topUp(newId(), 12n)));
    await sealLedger();
    expect(await verifyLedger(finance)).toMatchObject({ unsealed: 0, difference: null });
    finish();
    await slow;
    expect((await verifyLedger(finance)).unsealed).toBe(1);
    expect(await sealLedger()).toEqual({ seals: 1, transactions: 1 });
    expect(await sealLedger()).toEqual({ seals: 0, transactions: 0 });
    expect(await verifyLedger(finance)).toMatchObject({ unsealed: 0, difference: null });
  });

  it('names the seal whose rows were changed behind its back', async () => {
    await sealLedger();
    await db().transaction(async (tx) => {
      await tx.execute(sql`alter table ledger_transactions disable trigger append_only`);
      await tx.execute(
        sql`update ledger_transactions set effective_at = effective_at + interval '1 day' where id = (select min(id) from ledger_transactions)`,
      );
      await tx.execute(sql`alter table ledger_transactions enable trigger append_only`);
    });
    expect((await verifyLedger(finance)).difference).toBe(
      'the transactions of seal 1 are not those that were sealed',
    );
  });

  it('is checked by those who may read it only', async () => {
    for (const role of ['owner', 'developer', 'operator'] as const) {
      await expect(verifyLedger(testActor({ role }))).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});

describe('what finance reads of it', () => {
  it('lists accounts with balances that are the sums of their postings', async () => {
    const orgId = newId();
    await db().transaction((tx) => post(tx, topUp(orgId, 250n)));
    await db().transaction((tx) => post(tx, topUp(orgId, 50n)));
    const { rows } = await listAccounts(finance, listAccountsInput.parse({ q: orgId }));
    expect(rows).toMatchObject([{ id: wallet(orgId), postings: 2, balance: cny(300n) }]);
    const first = await listPostings(finance, listPostingsInput.parse({ account: wallet(orgId), limit: 1 }));
    expect(first.rows).toMatchObject([{ amount: cny(-50n), kind: 'topUp' }]);
    const second = await listPostings(
      finance,
      listPostingsInput.parse({ account: wallet(orgId), limit: 1, cursor: first.nextCursor }),
    );
    expect(second.rows).toMatchObject([{ amount: cny(-250n) }]);
    expect(second.nextCursor).toBeNull();
    const both = await getTransaction(finance, first.rows[0]?.transactionId ?? '');
    expect(both.map(({ amount }) => amount.minor).sort()).toEqual([-50n, 50n]);
    const [balance] = await trialBalance(finance);
    expect(balance?.debits).toEqual(balance?.credits);
  });

  it('shows none of it to anyone else', async () => {
    for (const role of ['owner', 'developer', 'operator', 'approver'] as const) {
      const actor = testActor({ role });
      for (const attempt of [
        () => listAccounts(actor, listAccountsInput.parse({})),
        () => listPostings(actor, listPostingsInput.parse({ account: 'bank' })),
        () => getTransaction(actor, '1'),
        () => trialBalance(actor),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
      }
    }
  });
});
