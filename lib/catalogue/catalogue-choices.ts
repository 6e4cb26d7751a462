import { and, asc, eq, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { cityNodes, frameworks, offerings, providers } from '#db/schema/catalogue.ts';

export type CatalogueChoices = {
  countries: string[];
  providers: { slug: string; name: string }[];
  frameworks: { id: string; name: string }[];
};

/** What the filters of the public list can be set to: only what some city node on sale has. One query. */
export async function catalogueChoices(conn: Conn = db()): Promise<CatalogueChoices> {
  const rows = await conn
    .selectDistinct({
      country: cityNodes.country,
      providerSlug: providers.slug,
      providerName: providers.name,
      frameworkId: frameworks.id,
      frameworkName: frameworks.name,
    })
    .from(cityNodes)
    .innerJoin(providers, eq(providers.id, cityNodes.providerId))
    .leftJoin(offerings, and(eq(offerings.cityNodeId, cityNodes.id), sql`${offerings.enabled}`))
    .leftJoin(frameworks, eq(frameworks.id, offerings.frameworkId))
    .where(eq(cityNodes.state, 'active'))
    .orderBy(asc(providers.name));
  const frameworkNames = new Map(
    rows.flatMap((row) =>
      row.frameworkId && row.frameworkName ? [[row.frameworkId, row.frameworkName]] : [],
    ),
  );
  return {
    countries: [...new Set(rows.map((row) => row.country))].sort(),
    providers: [...new Map(rows.map((row) => [row.providerSlug, row.providerName]))].map(([slug, name]) => ({
      slug,
      name,
    })),
    frameworks: [...frameworkNames].map(([id, name]) => ({ id, name })),
  };
}
