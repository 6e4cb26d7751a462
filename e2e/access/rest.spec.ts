import type { APIRequestContext } from '@playwright/test';
import { demoIds } from '#e2e/demo-ids.ts';
import { fresh } from '#e2e/developer/steps.ts';
import { nobody, routeDoors } from '#e2e/doors.ts';
import { makeToken, program, smallCart } from '#e2e/program.ts';
import { expect, test } from '#e2e/test.ts';

type Operation = { method: string; path: string; operationId: string; signedOut: boolean };

/** Bodies that each change would take, so that a refusal is for who asks and not for what. */
const bodies: Readonly<Record<string, object>> = {
  createQuote: {
    appName: 'nobody-buys-this',
    term: { unit: 'month', count: 1 },
    nodes: [{ offeringId: nobody, tps: 10, storageGb: 20, bandwidthMbps: 5 }],
  },
  placeOrder: { quoteId: nobody, legalTextId: nobody },
  payOrder: { method: 'wallet' },
  decidePayment: { decision: 'succeed' },
  createApiKey: { name: 'nobody’s' },
  retireApp: { confirmName: 'nobody’s' },
  uploadPackage: { artefact: '{}' },
  deployContract: { packageId: nobody, contractName: 'Nothing' },
  upgradeContract: { packageId: nobody, contractName: 'Nothing' },
};

async function operations(request: APIRequestContext): Promise<Operation[]> {
  const document = (await (await request.get('/api/v1/openapi.json')).json()) as {
    paths: Record<string, Record<string, { operationId: string; security?: object[] }>>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security }]) => ({
      method: method.toUpperCase(),
      path: path.replace('/api/v1', ''),
      operationId,
      signedOut: security?.length === 0,
    })),
  );
}

const filled = (path: string, ids: Readonly<Record<string, string>> = {}): string =>
  path.replace(/\{(\w+)\}/g, (_whole, name: string) => ids[name] ?? nobody);

test('every operation but the public catalogue asks for a token', async ({ request }) => {
  const all = await operations(request);
  const paths = new Set(all.map(({ path }) => `/api/v1${path.replace(/\{(\w+)\}/g, '[$1]')}`));
  const known = Object.keys(routeDoors).filter((route) => /^\/api\/v1\/(?!openapi|\[\.\.\.)/.test(route));
  expect([...paths].sort()).toEqual(known.sort());
  for (const { method, path, operationId, signedOut } of all)
    for (const authorization of ['', 'Bearer cpt_made_up', 'Basic bm86Ym9keQ==']) {
      const answer = await request.fetch(`/api/v1${filled(path, { slug: 'singapore' })}`, {
        method,
        headers: { ...(authorization && { authorization }), 'idempotency-key': fresh('key') },
        ...(method === 'GET' ? {} : { data: bodies[operationId] ?? {} }),
      });
      const asked = `${operationId} with ${authorization || 'no token'}`;
      expect(answer.status(), asked).toBe(signedOut ? 200 : 401);
      if (!signedOut) {
        expect(answer.headers()['content-type'], asked).toContain('application/problem+json');
        expect(answer.headers()['www-authenticate'], asked).toBe('Bearer');
      }
    }
});

test('a path that no operation has is a problem for programs, not a page', async ({ request }) => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const answer = await request.fetch('/api/v1/no/such/path', { method });
    expect(answer.status(), method).toBe(404);
    expect(answer.headers()['content-type'], method).toBe('application/problem+json');
    expect((await answer.json()) as object, method).toMatchObject({ code: 'notFound', status: 404 });
  }
});

test('a token that may only look changes nothing', async ({ as, request }) => {
  const viewer = program(request, await makeToken(await as('developer'), 'viewer'));
  await viewer.get('/apps');
  for (const { method, path, operationId } of await operations(request)) {
    if (method === 'GET') continue;
    const answer = await viewer.ask(method, filled(path), { data: bodies[operationId] });
    expect(answer.status(), `${operationId}: ${await answer.text()}`).toBe(403);
  }
});

test('things of another organisation are not there', async ({ as, request }) => {
  const developer = await as('developer');
  const own = program(request, await makeToken(developer, 'admin'));
  const ids = await demoIds(as);
  const { id: keyId } = await own.post<{ id: string }>(`/apps/${ids.appId}/keys`, { name: fresh('key') });
  const other = program(request, await makeToken(await as('china'), 'admin'));
  for (const { method, path, operationId, signedOut } of await operations(request)) {
    if (signedOut || !path.includes('{')) continue;
    const place = filled(path, { ...ids, keyId });
    const answer = await other.ask(method, place, { data: bodies[operationId] });
    expect(answer.status(), `${operationId} ${place}: ${await answer.text()}`).toBe(404);
  }
  const { rows } = await own.get<{ rows: { id: string; state: string }[] }>(`/apps/${ids.appId}/keys`);
  expect(rows.find(({ id }) => id === keyId)?.state).toBe('working');
  const order = await other.ask('POST', '/orders', { data: { quoteId: ids.quoteId, legalTextId: nobody } });
  expect(order.status()).toBe(404);
  expect((await own.ask('DELETE', `/keys/${keyId}`)).status()).toBe(200);
});

test('a quote that is waited for comes back held, with the preference that was kept', async ({
  as,
  request,
}) => {
  const own = program(request, await makeToken(await as('developer'), 'developer'));
  const data = await smallCart(own, fresh('waited'));
  const answer = await own.ask('POST', '/quotes', { data, prefer: 'respond-async, wait=20' });
  expect(answer.status(), await answer.text()).toBe(201);
  expect(answer.headers()['preference-applied']).toBe('wait=20');
  const quote = (await answer.json()) as { quoteId: string; state: string };
  expect(quote.state).toBe('held');
  const read = await own.ask('GET', `/quotes/${quote.quoteId}`, { prefer: 'wait=20' });
  expect(((await read.json()) as { state: string }).state).toBe('held');
});

test('a change needs its Idempotency-Key, a repeat gives the first answer, another body is refused', async ({
  as,
  request,
}) => {
  const own = program(request, await makeToken(await as('developer'), 'admin'));
  const { appId } = await demoIds(as);
  const path = `/apps/${appId}/keys`;
  const without = await own.ask('POST', path, { key: null, data: { name: 'no key' } });
  expect(without.status()).toBe(400);
  expect(((await without.json()) as { detail: string }).detail).toContain('Idempotency-Key');
  const key = fresh('once');
  const data = { name: fresh('key') };
  const first = (await (await own.ask('POST', path, { key, data })).json()) as { id: string };
  const again = (await (await own.ask('POST', path, { key, data })).json()) as { id: string };
  expect(again).toEqual({ id: first.id, secret: null });
  const slip = await own.ask('POST', path, { key, data: { name: 'another' } });
  expect(slip.status()).toBe(409);
  expect(((await slip.json()) as { code: string }).code).toBe('conflict');
  await own.ask('DELETE', `/keys/${first.id}`);
});
