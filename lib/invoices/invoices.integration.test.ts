import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { db } from '#db/connection.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { demoMarket, type Market } from '#lib/settlement/testing/demo-market.ts';
import { placeTestOrder } from '#lib/settlement/testing/place-order.ts';
import { portalEnvironment } from '#lib/settlement/testing/portal-environment.ts';
import { getInvoice } from './get-invoice.ts';
import { invoiceWords } from './invoice-words.ts';
import { issueCreditNote, issueInvoice } from './issue-invoice.ts';
import { listInvoices, listInvoicesInput } from './list-invoices.ts';

testDatabase();
let market: Market;

beforeAll(async () => {
  portalEnvironment();
  market = await demoMarket(db());
});

async function issued() {
  const order = await placeTestOrder(db(), market, [10_000n, 2_345n]);
  const invoice = await db().transaction((tx) => issueInvoice(tx, { orderId: order.orderId }));
  return { ...order, invoice, owner: testActor({ role: 'owner', orgId: order.orgId }) };
}

describe('invoices', () => {
  it('are issued once an order, and taken back once: 123.45 + 9 % = 134.56', async () => {
    const { orderId, invoice, owner } = await issued();
    expect(await db().transaction((tx) => issueInvoice(tx, { orderId }))).toEqual(invoice);
    const refund = { orderId, refundId: newId() };
    const note = await db().transaction((tx) => issueCreditNote(tx, refund));
    expect(await db().transaction((tx) => issueCreditNote(tx, refund))).toEqual(note);
    const taken = await getInvoice(owner, note.id);
    expect(taken).toMatchObject({ kind: 'creditNote', total: { minor: -13_456n }, counterpart: invoice });
  });

  it('have numbers without a gap, also when one of them fails', async () => {
    const before = await issued();
    const failing = await placeTestOrder(db(), market, [1n]);
    await expect(
      db().transaction(async (tx) => {
        await issueInvoice(tx, { orderId: failing.orderId });
        throw new Error('the bank called back');
      }),
    ).rejects.toThrow('the bank called back');
    const after = await issued();
    const place = (number: string) => Number(number.replace('INV-', ''));
    expect(place(after.invoice.number)).toBe(place(before.invoice.number) + 1);
  });

  it('say the same in both languages, and nothing changes them', async () => {
    const { invoice, owner } = await issued();
    const found = await getInvoice(owner, invoice.id);
    if (!found) throw new Error('no invoice');
    const [en, zh] = [invoiceWords(found, 'en'), invoiceWords(found, 'zh')];
    expect(en.totals.at(-1)?.value).toBe('¥134.56');
    expect(zh.title).toBe('发票');
    expect(en.lines).toHaveLength(2);
    await expect(db().execute(sql`update invoices set total = 0`)).rejects.toThrow();
  });

  it('are the buyer’s and the staff’s to read', async () => {
    const { invoice, orgId, owner } = await issued();
    const input = listInvoicesInput.parse({});
    expect((await listInvoices(owner, input)).rows.map(({ id }) => id)).toEqual([invoice.id]);
    const stranger = testActor({ role: 'owner' });
    expect(await getInvoice(stranger, invoice.id)).toBeNull();
    expect((await listInvoices(stranger, input)).rows).toEqual([]);
    expect(await getInvoice(testActor({ role: 'finance' }), invoice.id)).not.toBeNull();
    for (const role of ['viewer', 'developer'] as const) {
      const actor = testActor({ role, orgId });
      await expect(getInvoice(actor, invoice.id)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(listInvoices(actor, input)).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await getInvoice(owner, 'not-an-id')).toBeNull();
  });
});
