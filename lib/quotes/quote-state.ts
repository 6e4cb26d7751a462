import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { stateOf, type QuoteState } from './get-quote.ts';
import { newsOfQuote, type QuoteNews } from './quote-news.ts';

/** The database says when a quote was answered for; should the word be lost, a look now and then finds it. */
const shortestPauseMs = 60;
const longestPauseMs = 250;
/** Calls that wait at once in one process: each looks at the database now and then, which a flood must not multiply. */
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
  if (waitMs <= 0 || waiting >= mostWaiting) return read();
  waiting += 1;
  const news = newsOfQuote(quoteId);
  try {
    return await stateWithin(waitMs, read, news);
  } finally {
    news.end();
    waiting -= 1;
  }
}

async function stateWithin(
  waitMs: number,
  read: () => Promise<QuoteState>,
  news: QuoteNews,
): Promise<QuoteState> {
  const started = performance.now();
  for (;;) {
    const state = await read();
    const passedMs = performance.now() - started;
    if (state !== 'asking' || passedMs >= waitMs) return state;
    const pauseMs = Math.min(longestPauseMs, Math.max(shortestPauseMs, passedMs / 4));
    await news.within(Math.min(pauseMs, waitMs - passedMs));
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
