import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { emailTokens, users } from '#db/schema/accounts.ts';
import { hashToken, newSecretToken } from '#lib/crypto/secret-token.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';

type Purpose = (typeof emailTokens.purpose.enumValues)[number];
const hoursOf: Record<Purpose, number> = { verifyEmail: 24, resetPassword: 1 };

/** The secret of a one-time link to a person's mailbox. Earlier links for the same purpose end. */
export async function newEmailToken(tx: Conn, userId: string, purpose: Purpose): Promise<string> {
  await tx
    .update(emailTokens)
    .set({ usedAt: sql`now()` })
    .where(and(eq(emailTokens.userId, userId), eq(emailTokens.purpose, purpose), isNull(emailTokens.usedAt)));
  const { secret, hash } = newSecretToken('cpm');
  await tx.insert(emailTokens).values({
    id: newId(),
    userId,
    purpose,
    tokenHash: hash,
    createdAt: sql`now()`,
    expiresAt: sql`now() + make_interval(hours => ${hoursOf[purpose]})`,
  });
  return secret;
}

/** Whose link this is, without using it up; null when it was used, replaced or is too old. */
export async function readEmailToken(conn: Conn, secret: string, purpose: Purpose) {
  const [row] = await conn
    .select({
      id: emailTokens.id,
      userId: users.id,
      email: users.email,
      name: users.name,
      locale: users.locale,
    })
    .from(emailTokens)
    .innerJoin(users, eq(users.id, emailTokens.userId))
    .where(openToken(secret, purpose));
  return row ?? null;
}

/** Uses the link up: of two callers at once one gets the person, the other `expired`. */
export async function useEmailToken(tx: Conn, secret: string, purpose: Purpose): Promise<{ userId: string }> {
  const [used] = await tx
    .update(emailTokens)
    .set({ usedAt: sql`now()` })
    .where(openToken(secret, purpose))
    .returning({ userId: emailTokens.userId });
  if (!used) throw new AppError('expired', 'auth.linkExpired');
  return used;
}

const openToken = (secret: string, purpose: Purpose) =>
  and(
    eq(emailTokens.tokenHash, hashToken(secret)),
    eq(emailTokens.purpose, purpose),
    isNull(emailTokens.usedAt),
    sql`${emailTokens.expiresAt} > now()`,
  );
