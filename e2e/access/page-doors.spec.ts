import { demoIds, staffIds } from '#e2e/demo-ids.ts';
import { fill, pageDoors, routesOf } from '#e2e/doors.ts';
import { expect, test } from '#e2e/test.ts';

const noPermission = /<h1[^>]*>(Your role does not open this page|您的角色[^<]*)<\/h1>/;
const doors = Object.entries(pageDoors);
const closed = doors.filter(([, door]) => door.for !== 'everybody');

test('every page says who it is for', () => {
  expect(routesOf(/\/page\.tsx$|^page\.tsx$/)).toEqual(Object.keys(pageDoors).sort());
});

test('somebody signed out is sent to sign-in, and from there to where they wanted to go', async ({
  request,
}) => {
  for (const [route] of closed)
    // A browser without a cookie is turned away at once; one with a cookie that means nothing, by the page itself.
    for (const cookie of ['', 'next-auth.session-token=made.up']) {
      const path = fill(route, { version: '1', week: '2026-W40', slug: 'singapore' });
      const answer = await request.get(path, { maxRedirects: 0, headers: { cookie } });
      expect([303, 307], `${path} with ${cookie || 'no cookie'}`).toContain(answer.status());
      const location = new URL(answer.headers().location ?? '', 'http://portal');
      expect(location.pathname, path).toBe('/sign-in');
      expect(location.searchParams.get('next'), path).toBeTruthy();
    }
});

for (const role of ['viewer', 'developer', 'china', 'operator', 'approver', 'finance'] as const)
  test(`${role} is told where their role does not reach`, async ({ as }) => {
    const staff = await staffIds(as);
    const ids = { ...staff, ...(await demoIds(as)) };
    const { request } = await as(role);
    for (const [route, door] of doors) {
      if (!door.closedTo?.includes(role)) continue;
      const path = pathOf(route, ids);
      const answer = await request.get(path);
      expect(await answer.text(), `${role} at ${path}`).toMatch(noPermission);
    }
  });

test('what belongs to another organisation is not there', async ({ as }) => {
  const ids = await demoIds(as);
  const { request: other } = await as('china');
  for (const route of [
    '/apps/[appId]',
    '/apps/[appId]/deploy',
    '/orders/[orderId]',
    '/quotes/[quoteId]',
    '/invoices/[id]',
  ]) {
    const path = pathOf(route, ids);
    expect((await other.get(path)).status(), path).toBe(404);
  }
});

test('what does not exist is not there, for its own people', async ({ as }) => {
  for (const [route, door] of closed) {
    if (!route.includes('[') || door.for === 'everybody') continue;
    const { request } = await as(door.for);
    const path = fill(route, { version: '999999', week: '2026-W99', slug: 'atlantis', account: 'nothing' });
    expect((await request.get(path)).status(), path).toBe(404);
  }
});

test('a link to a page of a list that nobody gave starts from the first page', async ({ as, request }) => {
  const lists = {
    developer: ['/apps', '/orders', '/invoices', '/wallet'],
    operator: ['orders', 'customers', 'apps', 'prices', 'shares', 'operations', 'jobs', 'audit'].map(
      (page) => `/operator/${page}`,
    ),
    finance: ['', '/weeks/2026-W46', '/refunds', '/remittances', '/ledger'].map((page) => `/finance${page}`),
  } as const;
  for (const [role, paths] of Object.entries(lists)) {
    const { request: theirs } = await as(role as keyof typeof lists); // its own key
    for (const path of paths) expect((await theirs.get(`${path}?cursor=made-up`)).status(), path).toBe(200);
  }
  for (const path of ['/city-nodes', '/sandbox/mailbox'])
    expect((await request.get(`${path}?cursor=made-up`)).status(), path).toBe(200);
});

const pathOf = (route: string, ids: Readonly<Record<string, string>>): string =>
  fill(route, { ...ids, id: (route.startsWith('/invoices') ? ids.invoiceId : ids.transaction) ?? '' });
