import { and, eq } from 'drizzle-orm';
import { db } from '#db/connection.ts';
import { memberships, organisations, users } from '#db/schema/accounts.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { createApiToken, createApiTokenInput } from '#lib/api-tokens/create-api-token.ts';
import { newId } from '#lib/ids/new-id.ts';

/** A token of the demo developer's organisation, as its owner would make it on the organisation's page. */
export async function tokenOf(email: string): Promise<string> {
  const [owner] = await db()
    .select({ userId: users.id, name: users.name, orgId: memberships.orgId })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .innerJoin(organisations, eq(organisations.id, memberships.orgId))
    .where(and(eq(users.email, email), eq(organisations.kind, 'customer')));
  if (!owner) throw new Error(`no demo person ${email}: start the portal with its demo data first`);
  const actor = testActor({ id: owner.userId, name: owner.name, orgId: owner.orgId, role: 'owner' });
  const { secret } = await createApiToken(
    actor,
    createApiTokenInput.parse({ requestId: newId(), name: 'journey', role: 'admin', lifetimeDays: '30' }),
  );
  if (!secret) throw new Error('the token was made before');
  return secret;
}

export type Answer<T> = { status: number; body: T };

/**
 * A program that calls `/api/v1`. A change that gets no answer, or a server's fault, is sent again under the same
 * Idempotency-Key until `patienceMs` is over: what became of it is unknown, and a repeat is harmless.
 */
export function program(portal: string, token: string, patienceMs = 0) {
  const call = async <T>(
    method: string,
    path: string,
    body?: unknown,
    key: string = newId(),
    waitSeconds = 0,
  ): Promise<Answer<T>> => {
    const until = Date.now() + patienceMs;
    for (;;) {
      try {
        const answer = await fetch(`${portal}/api/v1${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(waitSeconds > 0 ? { prefer: `wait=${waitSeconds}` } : {}),
            ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': key }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(20_000),
        });
        const text = await answer.text();
        if (answer.status < 500 || Date.now() >= until)
          return { status: answer.status, body: JSON.parse(text) as T }; // the OpenAPI document gives the shape
      } catch (error) {
        if (Date.now() >= until) throw error;
      }
      await pause(150);
    }
  };
  return {
    get: <T>(path: string) => call<T>('GET', path),
    post: <T>(path: string, body: unknown = {}, key?: string) => call<T>('POST', path, body, key),
    /** As `post`, answered when there is news. */
    postAndWait: <T>(path: string, body: unknown, waitSeconds: number) =>
      call<T>('POST', path, body, undefined, waitSeconds),
    /** Asks until `done` says so; throws with the last answer when `withinMs` is over. */
    until: async <T>(
      path: string,
      done: (body: T) => boolean,
      withinMs = 30_000,
      everyMs = 50,
    ): Promise<T> => {
      const end = Date.now() + withinMs;
      for (;;) {
        const { status, body } = await call<T>('GET', path);
        if (status === 200 && done(body)) return body;
        if (Date.now() > end)
          throw new Error(`${path} stayed at ${status} ${JSON.stringify(body).slice(0, 600)}`);
        await pause(everyMs);
      }
    },
  };
}
export type Program = ReturnType<typeof program>;

/** The body of an answer that must have succeeded. */
export function expectDone<T>({ status, body }: Answer<T>, what: string): T {
  if (status >= 300) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
  return body;
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
