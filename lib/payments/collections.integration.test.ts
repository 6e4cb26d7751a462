import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { bank, clearing, providerFees, wallet } from '#lib/ledger/accounts.ts';
import { balanceOf } from '#lib/ledger/balance-of.ts';
import { post } from '#lib/ledger/post.ts';
import { listCollections, listCollectionsInput } from './list-collections.ts';
import { recordCollection, recordCollectionInput } from './record-collection.ts';

testDatabase();

const finance = testActor({ role: 'finance' });
const currency = 'CNY';
const holds = async (account: string) => (await balanceOf(db(), account, currency)).minor;

/** A customer's card pays in, so that the provider holds that much more. */
const cardPays = (provider: string, minor: bigint) =>
  post(db(), {
    externalRef: `topUp:${newId()}`,
    kind: 'topUp',
    effectiveAt: new Date(),
    postings: [
      { account: clearing(provider), amount: { minor, currency } },
      { account: wallet(newId()), amount: { minor: -minor, currency } },
    ],
  });

const record = (fields: Record<string, string> = {}, actor = finance) =>
  recordCollection(
    actor,
    recordCollectionInput.parse({
      requestId: newId(),
      provider: 'stripe',
      amount: '100.00',
      reference: `po_${newId()}`,
      ...fields,
    }),
  );

it('moves what arrived to the bank and what was kept to the fees, once, and shows it', async () => {
  await cardPays('stripe', 1_000_00n);
  const before = await holds(bank());
  const once = { requestId: newId(), amount: '970.50', fee: '29.50', reference: 'po_1 ABC' };
  await Promise.all([record(once), record(once)]);
  expect(await holds(clearing('stripe'))).toBe(0n);
  expect((await holds(bank())) - before).toBe(970_50n);
  expect(await holds(providerFees('stripe'))).toBe(29_50n);
  const { rows } = await listCollections(finance, listCollectionsInput.parse({}));
  expect(rows).toMatchObject([
    { provider: 'stripe', reference: 'po_1 ABC', arrived: { minor: 970_50n }, fee: { minor: 29_50n } },
  ]);
  const audited = await db().execute(sql`select from audit_log where action = 'collection.record'`);
  expect(audited.rowCount).toBe(1);
  // Another clerk types the same payout again.
  await cardPays('stripe', 1_000_00n);
  await expect(record({ reference: 'PO_1abc' })).rejects.toMatchObject({
    messageId: 'payments.collectionKnown',
  });
  expect(await holds(clearing('stripe'))).toBe(1_000_00n);
});

it('never takes more than the provider holds, not even by two clerks at once', async () => {
  await cardPays('simulated', 150_00n);
  const tries = await Promise.allSettled(
    ['po_a', 'po_b', 'po_c'].map((reference) => record({ provider: 'simulated', reference })),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await holds(clearing('simulated'))).toBe(50_00n);
  await expect(record({ provider: 'simulated', amount: '50.00', fee: '0.01' })).rejects.toMatchObject({
    messageId: 'payments.collectionTooMuch',
    params: { held: '50.00', currency },
  });
  await record({ provider: 'simulated', amount: '50' });
  expect(await holds(clearing('simulated'))).toBe(0n);
});

it('refuses amounts that are none, and whoever is not finance', async () => {
  const wrong: Record<string, string>[] = [
    { amount: '0' },
    { amount: '-1' },
    { amount: '1.001' },
    { amount: 'x' },
    { fee: '-1' },
  ];
  for (const fields of wrong)
    await expect(record(fields)).rejects.toMatchObject({ messageId: 'payments.badAmount' });
  for (const role of ['owner', 'billing', 'developer', 'operator', 'approver', 'support'] as const) {
    const actor = testActor({ role });
    await expect(record({}, actor)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listCollections(actor, listCollectionsInput.parse({}))).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
});
