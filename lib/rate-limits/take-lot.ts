import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { rateLimits } from '#db/schema/accounts.ts';

/** So many calls a minute, of which a whole minute's worth may come at once. */
export type CallLimit = { key: string; perMinute: number };

/** `taken` calls that this process may let through; `left` of a whole minute's worth remain for everybody. */
export type Lot = { taken: number; left: number };

/**
 * Takes up to `wanted` calls out of the bucket that every copy of every process shares, in one statement; nothing when it
 * is empty. A crash of the database may forget it, so the disk is not waited for. Real time counts, by the database's clock.
 */
export async function takeLot(limit: CallLimit, wanted: number, conn: Conn = db()): Promise<Lot> {
  const lot = await takeFromBucket(limit, wanted, conn);
  if (lot) return lot;
  await conn
    .insert(rateLimits)
    .values({ key: limit.key, level: limit.perMinute * 1000, updatedAt: sql`clock_timestamp()` })
    .onConflictDoNothing();
  return (await takeFromBucket(limit, wanted, conn)) ?? { taken: 0, left: 0 };
}

/** Null when the bucket is not there yet. Levels are thousandths of a call. */
async function takeFromBucket(limit: CallLimit, wanted: number, conn: Conn): Promise<Lot | null> {
  const perSecond = (limit.perMinute * 1000) / 60;
  const { rows } = await conn.execute<{ taken: number; left: number }>(sql`
    with locked as (
      select key, level, updated_at, clock_timestamp() as at, set_config('synchronous_commit', 'off', true) as unhurried
        from rate_limits where key = ${limit.key} for update
    ), filled as (
      select key, at, least(${limit.perMinute * 1000}::int, level + floor(
               greatest(0, extract(epoch from at - updated_at)) * ${perSecond}::float8)::int) as level
        from (select key, level, updated_at, greatest(at, updated_at) as at from locked) as l
    ), judged as (
      select *, least(${wanted}::int, level / 1000) as taken from filled
    )
    update rate_limits as r set level = j.level - j.taken * 1000, updated_at = j.at
      from judged as j where r.key = j.key
    returning j.taken, r.level / 1000 as left`);
  return rows[0] ?? null;
}
