import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { sessions } from '#db/schema/accounts.ts';
import { newId } from '#lib/ids/new-id.ts';
import { sessionSeconds, type SessionIds } from './session-token.ts';

/** From where a person speaks: for their own list of sessions and for rate limits. */
export type Client = { address: string; userAgent: string };

/** A new session row. Sessions live in real time: moving the sandbox's test clock signs nobody out. */
export async function openSession(
  tx: Conn,
  fields: { userId: string; orgId?: string | null; client: Client },
): Promise<SessionIds> {
  const sessionId = newId();
  await tx.insert(sessions).values({
    id: sessionId,
    userId: fields.userId,
    orgId: fields.orgId ?? null,
    userAgent: fields.client.userAgent.slice(0, 300),
    address: fields.client.address.slice(0, 64),
    createdAt: sql`now()`,
    lastSeenAt: sql`now()`,
    expiresAt: sql`now() + make_interval(secs => ${sessionSeconds})`,
  });
  return { sessionId, userId: fields.userId };
}
