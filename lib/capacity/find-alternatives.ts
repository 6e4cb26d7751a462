import { and, desc, eq, gte, notInArray } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { cityNodes, offerings } from '#db/schema/catalogue.ts';
import { reservations } from '#db/schema/orders.ts';
import type { HoldRefusal } from './hold-detail.ts';

const atMost = 3;

/** City nodes outside the quote that offer the same and have that much left by their last status, the freest first. */
export async function findAlternatives(
  conn: Conn,
  quoteId: string,
  asked: {
    frameworkId: string;
    kind: 'permissioned' | 'public';
    access: 'deploy' | 'endpoint';
    limits: { tps: number; storageGb: number; bandwidthMbps: number };
  },
): Promise<HoldRefusal['alternatives']> {
  const inQuote = conn
    .select({ id: reservations.cityNodeId })
    .from(reservations)
    .where(eq(reservations.quoteId, quoteId));
  return conn
    .selectDistinct({
      cityNodeId: cityNodes.id,
      slug: cityNodes.slug,
      city: cityNodes.city,
      free: cityNodes.tpsFree,
    })
    .from(cityNodes)
    .innerJoin(offerings, eq(offerings.cityNodeId, cityNodes.id))
    .where(
      and(
        eq(cityNodes.state, 'active'),
        eq(cityNodes.health, 'healthy'),
        eq(offerings.frameworkId, asked.frameworkId),
        eq(offerings.kind, asked.kind),
        eq(offerings.access, asked.access),
        eq(offerings.enabled, true),
        gte(cityNodes.tpsFree, asked.limits.tps),
        gte(cityNodes.storageGbFree, asked.limits.storageGb),
        gte(cityNodes.bandwidthMbpsFree, asked.limits.bandwidthMbps),
        notInArray(cityNodes.id, inQuote),
      ),
    )
    .orderBy(desc(cityNodes.tpsFree), cityNodes.slug)
    .limit(atMost)
    .then((rows) => rows.map(({ cityNodeId, slug, city }) => ({ cityNodeId, slug, city })));
}
