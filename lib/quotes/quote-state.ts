import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { stateOf, type QuoteState } from './get-quote.ts';

/** A hold is mostly answered within some hundredths of a second; one that takes long is asked about ever less often. */
const firstPauseMs = 9;
const shortestPauseMs = 3;
const longestPauseMs = 250;
/** Calls that wait at once in one process: each looks at the database again and again, which a flood must not multiply. */
const mostWaiting = 50;
let waiting = 0;

/**
 * The state of a quote of the actor's organisation: as it is now, or, while the city nodes have not answered, as soon as
 * they have and at most `waitMs` later; at once also while fifty others wait. `notFound` for another organisation's.
 */
export async function quoteState(
  actor: Actor,
  quoteId: string,
  waitMs = 0,
  conn: Conn = db(),
): Promise<QuoteState> {
  demand(actor, 'order.read');
  const read = () => readState(conn, actor.orgId, quoteId);
  const state = await read();
  if (state !== 'asking' || waitMs <= 0 || waiting >= mostWaiting) return state;
  waiting += 1;
  try {
    return await stateWithin(waitMs, read);
  } finally {
    waiting -= 1;
  }
}

async function stateWithin(waitMs: number, read: () => Promise<QuoteState>): Promise<QuoteState> {
  const started = performance.now();
  let pauseMs = firstPauseMs;
  for (let passedMs = 0; ;) {
    await sleep(Math.min(pauseMs, waitMs - passedMs));
    const state = await read();
    passedMs = performance.now() - started;
    if (state !== 'asking' || passedMs >= waitMs) return state;
    pauseMs = Math.min(longestPauseMs, Math.max(shortestPauseMs, passedMs / 4));
  }
}

type Row = Parameters<typeof stateOf>[0]['holdState'];

async function readState(conn: Conn, orgId: string, quoteId: string): Promise<QuoteState> {
  const { rows } = await conn.execute<{
    hold: Row;
    ends: string;
    now: string;
    allowed: boolean;
    ordered: boolean;
  }>(sql`
    select q.hold_state as hold, q.expires_at as ends, portal_now() as now, v.allowed = 'yes' as allowed,
           exists (select from orders o where o.quote_id = q.id) as ordered
      from quotes q join compliance_verdicts v on v.id = q.verdict_id
     where q.id = ${quoteId} and q.org_id = ${orgId}`);
  const [row] = rows;
  if (!row) throw new AppError('notFound', 'errors.notFound');
  const { hold, allowed, ordered } = row;
  return stateOf(
    { holdState: hold, expiresAt: new Date(row.ends) },
    { allowed, ordered, now: new Date(row.now) },
  );
}
