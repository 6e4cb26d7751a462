import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { answeringNodes } from '#lib/city-nodes/city-node-row.ts';
import { pullTimeoutMs, withinTimeout, type CityNodes } from '#lib/city-nodes/nodes.ts';
import { log } from '#lib/log/log.ts';
import { foldUsage } from './fold-usage.ts';

const pageSize = 500;
/** One node must not keep this from coming round to the others' next pages for ever. */
const pagesAtOnce = 40;

/**
 * Fetches what every node has counted since the last pull and folds each batch in exactly once: batches, hours and
 * cursor move in one transaction. Nodes are asked side by side; one that does not answer is asked again next time.
 */
export async function pullUsage(nodes: CityNodes, conn: Conn = db()): Promise<number> {
  const rows = await answeringNodes(conn);
  const folded = await Promise.all(
    rows.map((row) =>
      pullFrom(row.id, nodes, conn).catch((error: unknown) => {
        log().error({ err: error, cityNode: row.slug }, 'usage of a city node could not be folded in');
        return 0;
      }),
    ),
  );
  return folded.reduce((sum, each) => sum + each, 0);
}

async function pullFrom(cityNodeId: string, nodes: CityNodes, conn: Conn): Promise<number> {
  const node = await nodes(cityNodeId);
  let folded = 0;
  for (let page = 0; page < pagesAtOnce; page += 1) {
    const [position] = await conn
      .select({ cursor: cityNodes.usageCursor })
      .from(cityNodes)
      .where(eq(cityNodes.id, cityNodeId));
    if (!position) return folded;
    const outcome = await node.usage(
      { after: position.cursor, limit: pageSize },
      withinTimeout(pullTimeoutMs),
    );
    if (outcome.kind !== 'done') return folded;
    folded += await foldUsage(conn, cityNodeId, position.cursor, outcome.value);
    if (!outcome.value.more) return folded;
  }
  return folded;
}
