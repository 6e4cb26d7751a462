import { eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { payments } from '#db/schema/orders.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { isSandbox, portalEnv } from '#lib/env/portal-env.ts';
import { currentPriceBook } from '#lib/pricing/current-price-book.ts';
import { weekBounds } from '#lib/settlement/weeks.ts';
import { demoId } from './demo-id.ts';
import { bookMoney } from './history/book-money.ts';
import { layCustomers, type Customer } from './history/customers.ts';
import { layNodeRule, layPlaces } from './history/places.ts';
import { planOrders, weeksUntil } from './history/plan.ts';
import { writeOrders } from './history/write-orders.ts';
import { demoUser, harbourOrg, lakesideOrg } from './people.ts';
import { profileOf } from './profile-of.ts';

/**
 * Eight weeks of the demo's past, up to now: orders paid by each way, some refunds, invoices, ledger, weeks closed by the
 * portal's own verbs. Laid once, after the base; outside sandbox it does nothing. What was bought has been retired
 * since, so that nothing on screen claims to run.
 */
export async function runHistorySeed(conn: Conn): Promise<void> {
  if (!isSandbox() || (await isLaid(conn))) return;
  const now = await portalNow(conn);
  const weeks = weeksUntil(now);
  const [first] = weeks;
  if (!first) throw new Error('the past has no weeks');
  const since = new Date(weekBounds(first, portalEnv().PORTAL_ZONE).startsAt.getTime() - 86_400_000);
  const middle = weeks[Math.floor(weeks.length / 2)] ?? first;
  await conn.transaction(async (tx) => {
    const customers = await buyers(tx, since);
    const places = await layPlaces(tx, since);
    await layNodeRule(tx, places.hangzhou, weekBounds(middle, portalEnv().PORTAL_ZONE).startsAt);
    const book = await currentPriceBook(tx);
    const past = planOrders(now, book, places, customers);
    await writeOrders(tx, past, book);
    await waitingRemittances(tx, now);
    await bookMoney(tx, past, weeks);
  });
}

const isLaid = async (conn: Conn): Promise<boolean> =>
  (
    await conn
      .select({ id: organisations.id })
      .from(organisations)
      .where(eq(organisations.id, demoId('organisation:past:0')))
  ).length > 0;

async function buyers(tx: Conn, since: Date): Promise<[Customer, ...Customer[]]> {
  const own = async (orgId: string, userId: string, name: string): Promise<Customer> => ({
    orgId,
    userId,
    name,
    profile: await profileOf(tx, orgId),
  });
  return [
    await own(harbourOrg, demoUser('developer'), 'Harbour Notary'),
    await own(lakesideOrg, demoUser('china'), '湖畔供应链'),
    ...(await layCustomers(tx, since)),
  ];
}

/** Two wallets wait for their money, so that finance has something to confirm. */
async function waitingRemittances(tx: Conn, now: Date): Promise<void> {
  const waiting = [
    { key: 'harbour', orgId: harbourOrg, userId: demoUser('developer'), code: 'HARB2376', amount: 300_000n },
    { key: 'lakeside', orgId: lakesideOrg, userId: demoUser('china'), code: 'HUPAN888', amount: 880_000n },
  ];
  await tx.insert(payments).values(
    waiting.map(({ key, orgId, userId, code, amount }, place) => ({
      id: demoId(`past:waiting:${key}`),
      orgId,
      purpose: 'topUp' as const,
      provider: 'remittance' as const,
      identificationCode: code,
      currency: portalEnv().PORTAL_CURRENCY,
      amount,
      state: 'pending' as const,
      createdBy: userId,
      createdAt: new Date(now.getTime() - (place + 1) * 5 * 3_600_000),
    })),
  );
}
