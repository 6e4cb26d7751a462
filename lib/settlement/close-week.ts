import { createHash } from 'node:crypto';
import { eq, and, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { settlements } from '#db/schema/settlement.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { takeNumber } from '#lib/invoices/next-number.ts';
import { sealLedger } from '#lib/ledger/seal-ledger.ts';
import { signStatement } from './sign-statement.ts';
import { statementContent, type StatementHeader } from './statement.ts';
import { holdShares } from './week-lock.ts';
import { addUp, compareWithLedger } from './week-totals.ts';
import { weekAfter, weekBounds, weekOf, weekText, type Week } from './weeks.ts';

export type ClosedWeek = { id: string; number: number; first: boolean };

/**
 * Closes a finished week: it waits for sales under way, seals the ledger, compares the shares with it, and issues the
 * statement under the next number, its content hashed and signed. From then on no line enters or leaves the week. Weeks
 * close in order and each once; closing one again gives what was issued with `first: false`. Throws `conflict` for a week
 * that is not over or not next, `internal` when shares and ledger differ: then nothing is issued. `issuedAt` is now unless history is being laid.
 */
export async function closeWeek(
  actor: Actor,
  week: Week,
  conn: Conn = db(),
  issuedAt?: Date,
): Promise<ClosedWeek> {
  demand(actor, 'settlement.close');
  return conn.transaction(async (tx) => {
    await tx.execute(holdShares);
    const closed = await closedAs(tx, week);
    if (closed) return { ...closed, first: false };
    const { PORTAL_ZONE: zone, PORTAL_CURRENCY: currency } = portalEnv();
    const bounds = weekBounds(week, zone);
    const now = await portalNow(tx);
    if (bounds.endsAt > now) throw new AppError('conflict', 'finance.weekNotOver', { week: weekText(week) });
    await refuseOutOfOrder(tx, week, zone);
    await sealLedger(tx);
    const ledger = await compareWithLedger(tx, bounds);
    if (!ledger.equal || ledger.unsealed > 0)
      throw new Error(`the shares of ${weekText(week)} differ from the ledger`);
    const number = await nextNumber(tx);
    const header: StatementHeader = {
      week: weekText(week),
      zone,
      startsAt: bounds.startsAt.toISOString(),
      endsAt: bounds.endsAt.toISOString(),
      currency,
      number,
    };
    const totals = await addUp(tx, bounds, currency);
    const seals = { first: ledger.firstSeal, last: ledger.lastSeal };
    const contentHash = await hashOf(statementContent(tx, { header, bounds, totals, seals }));
    const id = newId();
    await tx.insert(settlements).values({
      id,
      ...week,
      ...bounds,
      zone,
      currency,
      state: 'issued',
      number,
      firstSeal: seals.first === null ? null : BigInt(seals.first),
      lastSeal: seals.last === null ? null : BigInt(seals.last),
      totals,
      contentHash,
      signature: signStatement({ header, contentHash, issuedAt: issuedAt ?? now }),
      issuedAt: issuedAt ?? now,
    });
    await recordAudit(tx, actor, {
      action: 'settlement.issue',
      subjectKind: 'settlement',
      subjectId: weekText(week),
      after: { number, contentHash, lines: totals.lines, net: totals.net },
    });
    return { id, number, first: true };
  });
}

async function closedAs(tx: Conn, { year, week }: Week): Promise<{ id: string; number: number } | null> {
  const [row] = await tx
    .select({ id: settlements.id, number: settlements.number })
    .from(settlements)
    .where(and(eq(settlements.year, year), eq(settlements.week, week)));
  return row && row.number !== null ? { id: row.id, number: row.number } : null;
}

async function refuseOutOfOrder(tx: Conn, week: Week, zone: string): Promise<void> {
  const next = await nextWeekToClose(tx, zone);
  if (next && weekText(next) !== weekText(week)) {
    throw new AppError('conflict', 'finance.weekOutOfOrder', { week: weekText(week), next: weekText(next) });
  }
}

/** The week after the last closed one; before any was closed, that of the first share. Null: nothing was ever sold. */
export async function nextWeekToClose(conn: Conn, zone: string): Promise<Week | null> {
  const { rows } = await conn.execute<{
    year: number | null;
    week: number | null;
    first_share: string | null;
  }>(sql`
    select last.year, last.week, (select min(effective_at)::text from settlement_shares) as first_share
      from (select 1) one
      left join (select year, week from settlements where state <> 'draft' order by year desc, week desc limit 1) last on true`);
  const [row] = rows;
  if (row?.year && row.week) return weekAfter({ year: row.year, week: row.week });
  return row?.first_share ? weekOf(new Date(row.first_share), zone) : null;
}

async function nextNumber(tx: Conn): Promise<number> {
  const { rows } = await tx.execute<{ last: number }>(
    sql`with ${takeNumber('settlement')} select last from taken`,
  );
  const last = rows[0]?.last;
  if (last === undefined) throw new Error('the series of settlements gave no number');
  return last;
}

async function hashOf(pieces: AsyncIterable<string>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
