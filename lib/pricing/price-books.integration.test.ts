import { beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { currentPriceBook } from './current-price-book.ts';
import { decidePriceBook, decidePriceBookInput } from './decide-price-book.ts';
import { defaultPrices } from './default-prices.ts';
import { listPriceBooks, listPriceBooksInput } from './list-price-books.ts';
import { proposePriceBook, proposePriceBookInput } from './propose-price-book.ts';

testDatabase();

const operator = testActor({ role: 'operator' });
const approver = testActor({ role: 'approver' });
const administrator = testActor({ role: 'administrator' });
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const proposal = (over: Record<string, unknown> = {}) =>
  proposePriceBookInput.parse({
    requestId: newId(),
    currency: 'CNY',
    effectiveFrom: new Date(Date.now() + 60_000).toISOString(),
    prices: defaultPrices,
    ...over,
  });
const decide = (id: string, decision: 'approved' | 'rejected' = 'approved') =>
  decidePriceBookInput.parse({ requestId: newId(), id, decision });
const versions = async () => (await listPriceBooks(operator, listPriceBooksInput.parse({}))).rows;

beforeAll(async () => {
  const first = await proposePriceBook(operator, proposal());
  await decidePriceBook(approver, decide(first.id));
});

it('takes a second person: its proposer may not approve it, whatever their role', async () => {
  const own = await proposePriceBook(administrator, proposal());
  await expect(decidePriceBook(administrator, decide(own.id))).rejects.toMatchObject({
    messageId: 'prices.secondPerson',
  });
  await decidePriceBook(approver, decide(own.id, 'rejected'));
  await expect(decidePriceBook(approver, decide(own.id))).rejects.toMatchObject({ code: 'conflict' });
});

it('is in force from its date and not before', async () => {
  const later = await proposePriceBook(operator, proposal({ effectiveFrom: inAnHour() }));
  await expect(currentPriceBook()).rejects.toMatchObject({ code: 'unavailable' });
  await decidePriceBook(approver, decide(later.id));
  const at = (ms: number) => currentPriceBook(db(), new Date(Date.now() + ms));
  expect((await at(1_800_000)).version).toBe(1);
  expect((await at(7_200_000)).version).toBe(later.version);
});

it('gives one version to one request, and numbers without a gap to many at once', async () => {
  const once = proposal();
  const [a, b] = [await proposePriceBook(operator, once), await proposePriceBook(operator, once)];
  expect(a).toEqual(b);
  const many = await Promise.all(Array.from({ length: 4 }, () => proposePriceBook(operator, proposal())));
  expect(many.map(({ version }) => version).sort((x, y) => x - y)).toEqual(
    [1, 2, 3, 4].map((step) => a.version + step),
  );
});

it('refuses the past, what is no price book, lower roles and customers', async () => {
  const past = proposal({ effectiveFrom: '2020-01-01T00:00:00Z' });
  await expect(proposePriceBook(operator, past)).rejects.toMatchObject({ field: 'effectiveFrom' });
  expect(proposePriceBookInput.safeParse({ ...proposal(), prices: { entries: [] } }).success).toBe(false);
  const before = (await versions()).length;
  for (const role of ['finance', 'support', 'approver', 'owner'] as const)
    await expect(proposePriceBook(testActor({ role }), proposal())).rejects.toMatchObject({
      code: 'forbidden',
    });
  for (const role of ['operator', 'finance', 'owner'] as const)
    await expect(decidePriceBook(testActor({ role }), decide(newId()))).rejects.toMatchObject({
      code: 'forbidden',
    });
  await expect(
    listPriceBooks(testActor({ role: 'owner' }), listPriceBooksInput.parse({})),
  ).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await versions()).length).toBe(before);
});
