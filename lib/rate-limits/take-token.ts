import { eq, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { rateLimits } from '#db/schema/accounts.ts';
import { AppError } from '#lib/errors/app-error.ts';

/** A bucket holding `burst` tokens, filled again evenly over `fillMinutes`. */
export type Bucket = { key: string; burst: number; fillMinutes: number };

/**
 * Takes one token, in one statement, so that every copy of every process counts together; throws `rateLimited` naming
 * the minutes to wait. Call it outside the verb's transaction, or a rollback gives the token back.
 */
export async function takeToken(bucket: Bucket, conn: Conn = db()): Promise<void> {
  const full = bucket.burst * 1000;
  const level = levelNow(bucket);
  const taken = await conn
    .insert(rateLimits)
    .values({ key: bucket.key, level: full - 1000, updatedAt: sql`clock_timestamp()` })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: { level: sql`${level} - 1000`, updatedAt: sql`clock_timestamp()` },
      setWhere: sql`${level} >= 1000`,
    })
    .returning({ key: rateLimits.key });
  if (taken.length > 0) return;
  throw new AppError('rateLimited', 'auth.tooManyAttempts', { minutes: await minutesToWait(bucket, conn) });
}

/** Gives a token back: an attempt that succeeded does not count. */
export async function returnToken(bucket: Bucket, conn: Conn = db()): Promise<void> {
  await conn
    .update(rateLimits)
    .set({
      level: sql`least(${bucket.burst * 1000}, ${levelNow(bucket)} + 1000)`,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(eq(rateLimits.key, bucket.key));
}

/** Thousandths of a token in the bucket at this moment, of real time. */
function levelNow({ burst, fillMinutes }: Bucket) {
  const perSecond = (burst * 1000) / (fillMinutes * 60);
  return sql`least(${burst * 1000}, ${rateLimits.level}
    + floor(greatest(0, extract(epoch from clock_timestamp() - ${rateLimits.updatedAt})) * ${perSecond}::float8))::int`;
}

async function minutesToWait(bucket: Bucket, conn: Conn): Promise<number> {
  const [row] = await conn
    .select({ level: sql<number>`${levelNow(bucket)}` })
    .from(rateLimits)
    .where(eq(rateLimits.key, bucket.key));
  const missing = Math.max(0, 1000 - (row?.level ?? 0));
  return Math.max(1, Math.ceil((missing / (bucket.burst * 1000)) * bucket.fillMinutes));
}
