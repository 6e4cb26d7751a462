import { and, eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { settlements } from '#db/schema/settlement.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { totalsSchema } from './totals-schema.ts';
import { addUp, compareWithLedger, type LedgerComparison, type Totals } from './week-totals.ts';
import { weekBounds, weekText, type Week } from './weeks.ts';

export type WeekState = 'open' | 'finished' | 'issued' | 'remitted';

export type WeekRecord = {
  week: string;
  zone: string;
  startsAt: Date;
  endsAt: Date;
  /** `open` runs live; `finished` is over and about to be closed. */
  state: WeekState;
  totals: Totals;
  number: number | null;
  contentHash: string | null;
  signature: string | null;
  issuedAt: Date | null;
  remittedAt: Date | null;
  remittanceReference: string;
  firstSeal: string | null;
  lastSeal: string | null;
};

/**
 * A week's totals: as issued for one that was closed, added up at this moment for one that was not. Throws `notFound` for
 * a week that has not begun.
 */
export async function getWeek(actor: Actor, week: Week, conn: Conn = db()): Promise<WeekRecord> {
  demand(actor, 'settlement.read');
  const [row] = await conn
    .select()
    .from(settlements)
    .where(and(eq(settlements.year, week.year), eq(settlements.week, week.week)));
  const issued = row && issuedRecord(row);
  if (issued) return issued;
  const { PORTAL_ZONE: zone, PORTAL_CURRENCY: currency } = portalEnv();
  const bounds = weekBounds(week, zone);
  const now = await portalNow(conn);
  if (bounds.startsAt > now) throw new AppError('notFound', 'finance.noSuchWeek');
  const unissued = { number: null, contentHash: null, signature: null, issuedAt: null, remittedAt: null };
  return {
    week: weekText(week),
    zone,
    ...bounds,
    state: bounds.endsAt > now ? 'open' : 'finished',
    totals: await addUp(conn, bounds, currency),
    ...unissued,
    remittanceReference: '',
    firstSeal: null,
    lastSeal: null,
  };
}

/** A closed week as it was stored; null for a draft. */
export function issuedRecord(row: typeof settlements.$inferSelect): WeekRecord | null {
  if (row.state === 'draft') return null;
  return {
    ...row,
    week: weekText(row),
    state: row.state,
    totals: totalsSchema.parse(row.totals),
    firstSeal: row.firstSeal?.toString() ?? null,
    lastSeal: row.lastSeal?.toString() ?? null,
  };
}

/**
 * Compares the week with the ledger as both are now: the check that the sheet shows. Of an issued week the shares must
 * also still add up to what was issued; an open one may have sold something since its totals were read.
 */
export async function checkWeek(
  actor: Actor,
  record: Pick<WeekRecord, 'startsAt' | 'endsAt' | 'totals' | 'number'>,
  conn: Conn = db(),
): Promise<LedgerComparison> {
  demand(actor, 'settlement.read');
  const ledger = await compareWithLedger(conn, record);
  if (record.number === null) return ledger;
  const live = await addUp(conn, record, record.totals.currency);
  return {
    ...ledger,
    equal: ledger.equal && live.net === record.totals.net && live.tax === record.totals.tax,
  };
}
