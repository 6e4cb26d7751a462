import { and, eq, inArray } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { cityNodeView, selectCityNodes, type CityNodeView } from './city-node-view.ts';

/** One city node for anyone, by its slug; null where there is none. A paused one is shown and says so, so that its users find it. */
export async function getCityNode(slug: string, conn: Conn = db()): Promise<CityNodeView | null> {
  const [row] = await selectCityNodes(conn)
    .where(and(eq(cityNodes.slug, slug), inArray(cityNodes.state, ['active', 'paused'])))
    .limit(1);
  return row ? cityNodeView(row) : null;
}
