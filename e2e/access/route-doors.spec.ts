import { demoIds, staffIds } from '#e2e/demo-ids.ts';
import { fill, pageDoors, routeDoors, routesOf, type RouteDoor } from '#e2e/doors.ts';
import { expect, test } from '#e2e/test.ts';

type Guarded = Extract<RouteDoor, { signedOut: 401 }>;
const guarded = Object.entries(routeDoors).flatMap(([route, door]): [string, Guarded][] =>
  'signedOut' in door ? [[route, door]] : [],
);

test('every route says whom it answers, and none is a page too', () => {
  const routes = routesOf(/(^|\/)route\.tsx?$/);
  expect(routes).toEqual(Object.keys(routeDoors).sort());
  for (const route of routes) expect(Object.keys(pageDoors)).not.toContain(route);
});

test('downloads and what pages poll answer 401 to somebody signed out', async ({ request, baseURL }) => {
  for (const [route, { method = 'GET' }] of guarded) {
    const path = fill(route, { week: '2026-W40' });
    const answer = await request.fetch(path, {
      method,
      maxRedirects: 0,
      headers: { origin: baseURL ?? '', cookie: 'next-auth.session-token=made.up' },
    });
    expect(answer.status(), path).toBe(401);
  }
});

for (const role of ['viewer', 'developer', 'operator', 'finance'] as const)
  test(`${role} gets 403 from the routes of other roles`, async ({ as, baseURL }) => {
    const ids = { ...(await staffIds(as)), ...(await demoIds(as)) };
    const { request } = await as(role);
    for (const [route, { method = 'GET', closedTo }] of guarded) {
      if (!closedTo?.includes(role)) continue;
      const path = fill(route, { ...ids, id: ids.invoiceId ?? '' });
      const answer = await request.fetch(path, { method, headers: { origin: baseURL ?? '' } });
      expect(answer.status(), `${role} at ${path}`).toBe(403);
    }
  });

test('another organisation’s app, order, quote and invoice answer 404', async ({ as }) => {
  const ids = await demoIds(as);
  const { request: other } = await as('china');
  const { request: own } = await as('developer');
  for (const route of [
    '/api/apps/[appId]/activity',
    '/api/apps/[appId]/live',
    '/api/apps/[appId]/usage',
    '/api/orders/[orderId]/live',
    '/api/quotes/[quoteId]/live',
    '/api/invoices/[id]/pdf',
  ]) {
    const path = fill(route, { ...ids, id: ids.invoiceId ?? '' });
    expect((await own.get(path)).status(), `${path} for its own people`).toBe(200);
    expect((await other.get(path)).status(), `${path} for others`).toBe(404);
  }
});

test('a logo is taken from this portal’s own page only', async ({ as }) => {
  const { request } = await as('operator');
  const answer = await request.post('/api/brand-assets', {
    headers: { origin: 'https://elsewhere.example' },
    data: Buffer.from('GIF89a'),
  });
  expect(answer.status()).toBe(403);
});

test('a form on another site signs nobody out and changes nothing', async ({ as }) => {
  const { request } = await as('viewer');
  for (const path of ['/api/sign-out', '/api/preferences']) {
    const answer = await request.post(path, {
      headers: { origin: 'https://elsewhere.example' },
      form: { locale: 'zh' },
      maxRedirects: 0,
    });
    expect(answer.status(), path).toBe(403);
    expect(answer.headers()['set-cookie'], path).toBeUndefined();
  }
  expect((await request.get('/apps', { maxRedirects: 0 })).status()).toBe(200);
});

test('an address with a NUL character is refused before any page or database', async ({ request }) => {
  for (const path of ['/city-nodes?q=%00', '/city-nodes/%00', '/sandbox/mailbox?q=%00', '/apps?q=%00'])
    expect((await request.get(path, { maxRedirects: 0 })).status(), path).toBe(400);
  expect((await request.get('/api/mailbox?q=%00')).status()).toBe(200);
});

test('a payment event that nobody signed is not believed', async ({ request }) => {
  const event = { id: 'evt_made_up', type: 'payment.succeeded' };
  for (const provider of ['simulated', 'stripe']) {
    const answer = await request.post(`/api/webhooks/${provider}`, { data: event });
    expect([400, 404], provider).toContain(answer.status());
  }
  expect((await request.post('/api/webhooks/nobody', { data: event })).status()).toBe(404);
});
