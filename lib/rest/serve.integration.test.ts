import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '#db/testing/test-database.ts';
import { testPerson } from '#db/testing/test-person.ts';
import { createApiToken, createApiTokenInput } from '#lib/api-tokens/create-api-token.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { newId } from '#lib/ids/new-id.ts';
import { readOperation } from './operation.ts';
import { metLimitSchema } from './admit-call.ts';
import { serve } from './serve.ts';

testDatabase();
// Next's request scope, of which only the reader's language is asked.
vi.mock('next/headers', () => ({
  cookies: () => Promise.resolve(new Map()),
  headers: () => Promise.resolve(new Headers({ 'accept-language': 'en' })),
}));

const look = serve(
  readOperation(
    'look',
    { path: '/look', tag: 'Test', summary: 'Looks', result: z.object({ ok: z.boolean() }) },
    () => Promise.resolve({ ok: true }),
  ),
);
const change = serve({
  ...readOperation(
    'change',
    { path: '/change', tag: 'Test', summary: 'Changes', result: z.object({ ok: z.boolean() }) },
    () => Promise.resolve({ ok: true }),
  ),
  method: 'POST' as const,
});

async function newToken(): Promise<string> {
  const { actor } = await testPerson();
  const { secret } = await createApiToken(
    actor,
    createApiTokenInput.parse({ requestId: newId(), name: 'ci', role: 'viewer', lifetimeDays: '30' }),
  );
  return `Bearer ${secret}`;
}

const ask = (authorization: string) =>
  look(new Request('http://portal.test/api/v1/look', { headers: { authorization } }), {
    params: Promise.resolve({}),
  });

it('tells a program what is left, refuses it by the name of the limit, and counts no stranger', async () => {
  // The environment was parsed once and is kept; a quota of two is met at once.
  Object.assign(portalEnv(), { REST_CALLS_PER_TOKEN: 2 });
  const authorization = await newToken();
  const first = await ask(authorization);
  expect(first.status).toBe(200);
  expect(first.headers.get('ratelimit')).toMatch(/^"token";r=1;t=30, "organisation";r=\d+;t=1$/);
  expect(first.headers.get('ratelimit-policy')).toBe('"token";q=2;w=60, "organisation";q=12000;w=60');
  await ask(authorization);
  const refused = await ask(authorization);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(refused.headers.get('retry-after')).toBe('30');
  expect(refused.headers.get('ratelimit')).toContain('"token";r=0');
  const problem = (await refused.json()) as { code: string; detail: string; limit: unknown };
  expect(problem.code).toBe('rateLimited');
  expect(problem.detail).toBe('This token has used up its 2 calls a minute. Call again in 30 seconds.');
  expect(metLimitSchema.parse(problem.limit)).toMatchObject({
    name: 'token',
    quota: 2,
    retryAfterSeconds: 30,
  });
  const stranger = await ask('Bearer cpt_nobody');
  expect(stranger.status).toBe(401);
  expect(stranger.headers.has('ratelimit')).toBe(false);
});

it('says of a body that is no JSON, too large, or without its key that this is what is wrong', async () => {
  Object.assign(portalEnv(), { REST_CALLS_PER_TOKEN: 100 });
  const authorization = await newToken();
  const send = async (body: string, key: string) => {
    const headers = { authorization, ...(key && { 'idempotency-key': key }) };
    const request = new Request('http://portal.test/api/v1/change', { method: 'POST', headers, body });
    const answer = await change(request, { params: Promise.resolve({}) });
    const { code, status } = (await answer.json()) as { code?: string; status?: number };
    return { code, status, answered: answer.status };
  };
  expect(await send('{"no', newId())).toEqual({ code: 'malformed', status: 400, answered: 400 });
  const large = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
  expect(await send(large, newId())).toEqual({ code: 'tooLarge', status: 413, answered: 413 });
  expect(await send('{}', '')).toEqual({ code: 'malformed', status: 400, answered: 400 });
  expect(await send('{"unknown":1}', newId())).toMatchObject({ code: 'invalid', answered: 422 });
  expect(await send('{}', newId())).toMatchObject({ answered: 200 });
});
