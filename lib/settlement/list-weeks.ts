import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { settlements } from '#db/schema/settlement.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { nextWeekToClose } from './close-week.ts';
import { getWeek, issuedRecord, type WeekRecord } from './get-week.ts';
import { compareWeeks, readWeek, weekBefore, weekOf, weekText } from './weeks.ts';

export const listWeeksInput = z
  .object({
    /** The last week seen, as `2026-W40`. */
    cursor: z.string().max(8).optional(),
    limit: z.coerce.number().int().min(1).max(60).default(20),
  })
  .brand<'ListWeeks'>();

/** More weeks that wait to be closed than this are not listed: the worker has been away, and the jobs page says so. */
const mostUnclosed = 12;

/** Weeks, newest first: the open one and those about to be closed, live, on the first page; then the closed ones. */
export async function listWeeks(
  actor: Actor,
  input: z.output<typeof listWeeksInput>,
  conn: Conn = db(),
): Promise<{ rows: WeekRecord[]; nextCursor: string | null }> {
  demand(actor, 'settlement.read');
  const before = input.cursor ? readWeek(input.cursor) : null;
  const rows = before ? [] : await unclosed(actor, conn);
  const closed = await conn
    .select()
    .from(settlements)
    .where(
      and(
        sql`${settlements.state} <> 'draft'`,
        before
          ? or(
              lt(settlements.year, before.year),
              and(eq(settlements.year, before.year), lt(settlements.week, before.week)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(settlements.year), desc(settlements.week))
    .limit(input.limit + 1);
  rows.push(...closed.slice(0, input.limit).flatMap((row) => issuedRecord(row) ?? []));
  const last = closed[input.limit - 1];
  return { rows, nextCursor: closed.length > input.limit && last ? weekText(last) : null };
}

async function unclosed(actor: Actor, conn: Conn): Promise<WeekRecord[]> {
  const zone = portalEnv().PORTAL_ZONE;
  const present = weekOf(await portalNow(conn), zone);
  const oldest = (await nextWeekToClose(conn, zone)) ?? present;
  const rows: WeekRecord[] = [];
  for (
    let week = present;
    compareWeeks(week, oldest) >= 0 && rows.length < mostUnclosed;
    week = weekBefore(week)
  ) {
    rows.push(await getWeek(actor, week, conn));
  }
  return rows;
}
