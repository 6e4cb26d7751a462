import { randomUUID } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { fresh } from './developer/steps.ts';
import { expect } from './test.ts';

type Call = { key?: string | null; data?: unknown; prefer?: string };

/** A customer's program at the public REST door, by Playwright's own requests. */
export function program(request: APIRequestContext, token: string) {
  const ask = (method: string, path: string, { key = randomUUID(), data, prefer }: Call = {}) =>
    request.fetch(`/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(prefer ? { prefer } : {}),
        ...(method === 'GET' || key === null ? {} : { 'idempotency-key': key }),
      },
      ...(method === 'GET' ? {} : { data: data ?? {} }),
    });
  /** An answer that must be a success, in the shape that the caller knows from the OpenAPI document. */
  const done = async <T>(method: string, path: string, data?: unknown): Promise<T> => {
    const answer = await ask(method, path, { data });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  };
  return {
    ask,
    get: <T>(path: string) => done<T>('GET', path),
    post: <T>(path: string, data?: unknown) => done<T>('POST', path, data),
    until: async <T>(path: string, isThere: (body: T) => boolean): Promise<T> => {
      let last: T | undefined;
      await expect
        .poll(async () => isThere((last = await done<T>('GET', path))), { message: path, timeout: 60_000 })
        .toBe(true);
      return last as T; // the poll has set it
    },
  };
}
export type Program = ReturnType<typeof program>;

/** Makes an API token on the organisation's page, as its owner does, and reads it where it is shown once. */
export async function makeToken(page: Page, role: 'admin' | 'developer' | 'viewer'): Promise<string> {
  await page.goto('/organisation?tab=tokens');
  await page.getByLabel('Name', { exact: true }).fill(fresh(role));
  await page.getByLabel('Role').selectOption(role);
  await page.getByRole('button', { name: 'Create token' }).click();
  const secret = await page
    .getByText(/^cpt_[\w-]{43}$/)
    .first()
    .textContent();
  expect(secret).not.toBeNull();
  return secret ?? '';
}

type Node = { slug: string; offerings: { id: string; access: string }[] };

/** What a quote for a small app asks of one city node. */
export async function smallCart(p: Program, appName: string, slug = 'hangzhou'): Promise<object> {
  const { rows } = await p.get<{ rows: Node[] }>('/city-nodes');
  const offering = rows
    .find((node) => node.slug === slug)
    ?.offerings.find((each) => each.access === 'deploy');
  return {
    appName,
    term: { unit: 'month', count: 1 },
    nodes: [{ offeringId: offering?.id, tps: 10, storageGb: 20, bandwidthMbps: 5 }],
  };
}

/** A quote for a small app, held by its city node. */
export async function holdQuote(p: Program, appName: string, slug = 'hangzhou'): Promise<string> {
  const { quoteId } = await p.post<{ quoteId: string }>('/quotes', await smallCart(p, appName, slug));
  await p.until<{ state: string }>(`/quotes/${quoteId}`, ({ state }) => state === 'held');
  return quoteId;
}

export async function placeOrder(p: Program, quoteId: string): Promise<string> {
  const terms = await p.get<{ id: string }>('/terms');
  const { orderId } = await p.post<{ orderId: string }>('/orders', { quoteId, legalTextId: terms.id });
  return orderId;
}

/** Starts a payment by card, up to the page of the simulated provider. */
export async function startCard(p: Program, orderId: string): Promise<{ paymentId: string; payUrl: string }> {
  const { paymentId } = await p.post<{ paymentId: string }>(`/orders/${orderId}/payments`, {
    method: 'simulated',
  });
  const { payUrl } = await p.until<{ payUrl: string | null }>(
    `/payments/${paymentId}`,
    (payment) => payment.payUrl !== null,
  );
  return { paymentId, payUrl: payUrl ?? '' };
}

export type Bought = { appId: string; orderId: string; number: string; total: string };

/** An app bought by card and standing at its city node. */
export async function buyApp(p: Program, appName: string): Promise<Bought> {
  const orderId = await placeOrder(p, await holdQuote(p, appName));
  const { paymentId } = await startCard(p, orderId);
  await p.post(`/payments/${paymentId}/sandbox-decision`, { decision: 'succeed' });
  const order = await p.until<{
    state: string;
    number: string;
    app: { id: string };
    total: { amount: string; currency: string };
  }>(`/orders/${orderId}`, ({ state }) => state === 'delivered');
  await p.until<{ state: string }>(`/apps/${order.app.id}`, ({ state }) => state === 'active');
  return { appId: order.app.id, orderId, number: order.number, total: order.total.amount };
}
