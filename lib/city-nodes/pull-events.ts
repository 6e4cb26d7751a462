import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { nodeEvents } from '#db/schema/apps.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { clockOffsetMs } from '#lib/clock/clock-offset.ts';
import { log } from '#lib/log/log.ts';
import type { EventPage } from '#protocol/control/events.ts';
import { appsOnNode } from './apps-on-node.ts';
import { noteLost } from './note-lost.ts';
import { answeringNodes } from './city-node-row.ts';
import { pullTimeoutMs, withinTimeout, type CityNodes } from './nodes.ts';

const pageSize = 500;
const pagesAtOnce = 20;

/** Fetches what happened at every node since the last pull; each event is kept once. Nodes are asked side by side. */
export async function pullEvents(nodes: CityNodes, conn: Conn = db()): Promise<void> {
  const rows = await answeringNodes(conn);
  await Promise.all(
    rows.map((row) =>
      pullFrom(row.id, nodes, conn).catch((error: unknown) => {
        log().error({ err: error, cityNode: row.slug }, 'events of a city node could not be kept');
      }),
    ),
  );
}

async function pullFrom(cityNodeId: string, nodes: CityNodes, conn: Conn): Promise<void> {
  const node = await nodes(cityNodeId);
  for (let page = 0; page < pagesAtOnce; page += 1) {
    const [position] = await conn
      .select({ cursor: cityNodes.eventsCursor })
      .from(cityNodes)
      .where(eq(cityNodes.id, cityNodeId));
    if (!position) return;
    const outcome = await node.events(
      { after: position.cursor, limit: pageSize },
      withinTimeout(pullTimeoutMs),
    );
    if (outcome.kind !== 'done') return;
    await keepEvents(conn, cityNodeId, position.cursor, outcome.value);
    if (!outcome.value.more) return;
  }
}

/** Events and cursor in one transaction; the cursor moves only from where the page was asked for. */
export async function keepEvents(
  conn: Conn,
  cityNodeId: string,
  askedAfter: string,
  page: EventPage,
): Promise<void> {
  if (page.events.length === 0 && page.next === askedAfter) return;
  await conn.transaction(async (tx) => {
    const [position] = await tx
      .select({ cursor: cityNodes.eventsCursor })
      .from(cityNodes)
      .where(eq(cityNodes.id, cityNodeId))
      .for('update');
    if (position?.cursor !== askedAfter) return;
    const owners = await appsOnNode(
      tx,
      cityNodeId,
      page.events.flatMap(({ appCode }) => (appCode ? [appCode] : [])),
    );
    const offsetMs = await clockOffsetMs(tx);
    if (page.events.length > 0) {
      await tx
        .insert(nodeEvents)
        .values(
          page.events.map((event) => ({
            cityNodeId,
            eventId: event.id,
            appId: event.appCode ? (owners.get(event.appCode) ?? null) : null,
            kind: event.kind,
            at: new Date(new Date(event.at).getTime() + offsetMs),
            payload: event.data,
          })),
        )
        .onConflictDoNothing();
    }
    await noteLost(tx, cityNodeId, 'events', page.lost);
    await tx.update(cityNodes).set({ eventsCursor: page.next }).where(eq(cityNodes.id, cityNodeId));
  });
}
