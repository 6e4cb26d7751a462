import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { nodeEvents } from '#db/schema/apps.ts';
import { log } from '#lib/log/log.ts';

/** The node gave up what the portal had not come for in time: kept on the node's record, once. */
export async function noteLost(
  tx: Conn,
  cityNodeId: string,
  feed: 'usage' | 'events',
  lost: { count: number; through: string } | undefined,
): Promise<void> {
  if (!lost) return;
  const [noted] = await tx
    .insert(nodeEvents)
    .values({
      cityNodeId,
      eventId: `portal:${feed}-lost:${lost.through}`,
      kind: feed === 'usage' ? 'portal.usageLost' : 'portal.eventsLost',
      at: sql`portal_now()`,
      payload: { count: lost.count },
    })
    .onConflictDoNothing()
    .returning();
  if (noted) log().error({ cityNodeId, feed, ...lost }, 'a city node gave up what was not fetched in time');
}
