import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { pageCursor, pageCursorField, readPageCursor } from '#lib/paging/page-cursor.ts';
import { partyOrder } from './parties.ts';
import { pageOfLines, type StatementLine } from './statement-lines.ts';

export const listWeekLinesInput = z
  .object({
    party: z.enum(partyOrder).optional(),
    partyId: z.string().max(64).optional(),
    event: z.enum(['payment', 'refund']).optional(),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .brand<'ListWeekLines'>();

/** A week's lines in the statement's own order, a page at a time, of one party where asked. */
export async function listWeekLines(
  actor: Actor,
  bounds: { startsAt: Date; endsAt: Date },
  input: z.output<typeof listWeekLinesInput>,
  conn: Conn = db(),
): Promise<{ rows: StatementLine[]; nextCursor: string | null }> {
  demand(actor, 'settlement.read');
  const after = readPageCursor(input.cursor);
  const found = await pageOfLines(conn, bounds, {
    after: after ? { at: after.at.toISOString(), id: after.id } : null,
    limit: input.limit + 1,
    filter: filterOf(input),
  });
  const rows = found.slice(0, input.limit);
  const last = rows.at(-1);
  return {
    rows,
    nextCursor: found.length > input.limit && last ? pageCursor(new Date(last.effectiveAt), last.id) : null,
  };
}

function filterOf({ party, partyId, event }: z.output<typeof listWeekLinesInput>): SQL {
  return sql.join(
    [
      sql`true`,
      party ? sql`s.party = ${party}` : undefined,
      party && partyId ? sql`s.party_id = ${partyId}` : undefined,
      event ? sql`s.event = ${event}` : undefined,
    ].filter((part) => part !== undefined),
    sql` and `,
  );
}
