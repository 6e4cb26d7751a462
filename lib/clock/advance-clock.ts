import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { testClock } from '#db/schema/clock.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { isSandbox } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { portalNow } from './portal-now.ts';

const longestStepDays = 366;

export const advanceClockInput = z
  .object({ requestId: z.uuid(), to: z.iso.datetime({ offset: true }) })
  .brand<'AdvanceClock'>();
export type AdvanceClock = z.output<typeof advanceClockInput>;

/**
 * Asks for the portal's clock to move forward to `to`, in sandbox mode only. The worker takes it there through every
 * instant at which something falls due, in order. Refused: backwards, over a year at once, while another move runs.
 */
export async function advanceClock(
  actor: Actor,
  input: AdvanceClock,
  conn: Conn = db(),
): Promise<{ target: string }> {
  demand(actor, 'clock.advance');
  if (!isSandbox()) throw new AppError('notFound', 'operator.clockOnlyInSandbox');
  return conn.transaction(async (tx) => {
    const { first, subjectId } = await claimRequest(tx, actor, 'clock.advance', input.requestId, input.to);
    if (!first) return { target: subjectId };
    await tx.insert(testClock).values({ offset: '0' }).onConflictDoNothing();
    const [row] = await tx.select({ target: testClock.target }).from(testClock).for('update');
    if (row?.target)
      throw new AppError('conflict', 'operator.clockMoving', { target: row.target.toISOString() });
    const now = await portalNow(tx);
    const target = new Date(input.to);
    if (target <= now)
      throw new AppError('invalid', 'operator.clockOnlyForward', { now: now.toISOString() }, { field: 'to' });
    if (target.getTime() - now.getTime() > longestStepDays * 86_400_000) {
      throw new AppError('invalid', 'operator.clockStepTooLong', { days: longestStepDays }, { field: 'to' });
    }
    await tx.update(testClock).set({ target });
    await enqueue(tx, 'moveClock', {}, { key: 'moveClock' });
    await recordAudit(tx, actor, {
      action: 'clock.advance',
      subjectKind: 'clock',
      subjectId: 'portal',
      before: { now: now.toISOString() },
      after: { target: target.toISOString() },
    });
    return { target: input.to };
  });
}

/** Puts the clock at `instant`. Never backwards: the database refuses it too. */
export async function setClock(instant: Date, conn: Conn = db()): Promise<void> {
  await conn.execute(sql`
    update test_clock set "offset" = greatest("offset", ${instant.toISOString()}::timestamptz - now()) where id = 1`);
}

/** Ends a move to `target`: the clock is there and all that fell due on the way is done. */
export async function endMove(target: Date, conn: Conn = db()): Promise<void> {
  await conn.update(testClock).set({ target: null }).where(eq(testClock.target, target));
}

/** Where a move that was asked for should end; null when none is under way. */
export async function clockTarget(conn: Conn = db()): Promise<Date | null> {
  const [row] = await conn.select({ target: testClock.target }).from(testClock);
  return row?.target ?? null;
}
