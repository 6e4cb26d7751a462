import { and, asc, desc, eq, exists, ilike, inArray, or, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { cityNodes, frameworks, offerings, providers } from '#db/schema/catalogue.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { containing } from '#lib/paging/containing.ts';
import { cityNodeView, selectCityNodes, type CityNodeView } from './city-node-view.ts';
import { countriesNamed } from './countries-named.ts';

export const cityNodeSorts = ['city', '-city', 'free', '-free'] as const;

/** What is asked for in a URL. A value that makes no sense counts as not given: a public page has no error for it. */
export const listCityNodesInput = z
  .object({
    /** Part of a city, country, provider or framework, in any of our languages. */
    q: z.string().trim().max(100).catch('').default(''),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional()
      .catch(undefined),
    /** The provider's slug. */
    provider: z.string().max(80).optional().catch(undefined),
    framework: z.string().max(32).optional().catch(undefined),
    kind: z.enum(['permissioned', 'public']).optional().catch(undefined),
    access: z.enum(['deploy', 'endpoint']).optional().catch(undefined),
    health: z.enum(cityNodes.health.enumValues).optional().catch(undefined),
    sort: z.enum(cityNodeSorts).catch('city').default('city'),
    cursor: z
      .string()
      .max(200)
      .refine((cursor) => cursor === '' || placeOf(cursor) !== null, 'errors.badCursor')
      .optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .brand<'ListCityNodes'>();
export type ListCityNodes = z.output<typeof listCityNodesInput>;

/**
 * City nodes on sale, for anyone, with their offerings, free capacity and health, in one query. Nodes that wait for
 * approval, are paused or retired are left out. `sort` by free TPS or by city; throws `invalid` for a cursor of nobody's.
 */
export async function listCityNodes(
  filter: ListCityNodes,
  conn: Conn = db(),
): Promise<{ rows: CityNodeView[]; nextCursor: string | null }> {
  const down = filter.sort.startsWith('-');
  const byFree = filter.sort.endsWith('free');
  const order = byFree
    ? [down ? desc(cityNodes.tpsFree) : asc(cityNodes.tpsFree), asc(cityNodes.slug)]
    : [down ? desc(cityNodes.slug) : asc(cityNodes.slug)];
  const found = await selectCityNodes(conn)
    .where(and(eq(cityNodes.state, 'active'), ...conditions(filter, conn), after(filter)))
    .orderBy(...order)
    .limit(filter.limit + 1);
  const rows = found.slice(0, filter.limit).map(cityNodeView);
  const last = rows.at(-1);
  const nextCursor =
    found.length > filter.limit && last
      ? Buffer.from(`${last.capacity.tps.free} ${last.slug}`).toString('base64url')
      : null;
  return { rows, nextCursor };
}

function conditions(filter: ListCityNodes, conn: Conn): (SQL | undefined)[] {
  const offered = [
    filter.framework ? eq(offerings.frameworkId, filter.framework) : undefined,
    filter.kind ? eq(offerings.kind, filter.kind) : undefined,
    filter.access ? eq(offerings.access, filter.access) : undefined,
  ].filter((condition) => condition !== undefined);
  return [
    filter.country ? eq(cityNodes.country, filter.country) : undefined,
    filter.provider ? eq(providers.slug, filter.provider) : undefined,
    filter.health ? eq(cityNodes.health, filter.health) : undefined,
    // One and the same offering has to fit all that is asked of offerings.
    offered.length > 0 ? exists(offeringsOf(conn, and(...offered))) : undefined,
    filter.q ? matching(filter.q, conn) : undefined,
  ];
}

function matching(q: string, conn: Conn): SQL | undefined {
  const pattern = containing(q);
  const countries = countriesNamed(q);
  return or(
    ilike(cityNodes.slug, pattern),
    sql`${cityNodes.city} ->> 'en' ilike ${pattern} or ${cityNodes.city} ->> 'zh' ilike ${pattern}`,
    ilike(providers.name, pattern),
    countries.length > 0 ? inArray(cityNodes.country, countries) : undefined,
    exists(offeringsOf(conn, ilike(frameworks.name, pattern))),
  );
}

const offeringsOf = (conn: Conn, condition: SQL | undefined) =>
  conn
    .select({ one: sql`1` })
    .from(offerings)
    .innerJoin(frameworks, eq(frameworks.id, offerings.frameworkId))
    .where(and(eq(offerings.cityNodeId, cityNodes.id), eq(offerings.enabled, true), condition));

function after(filter: ListCityNodes): SQL | undefined {
  if (!filter.cursor) return undefined;
  const place = placeOf(filter.cursor);
  if (!place) throw new AppError('invalid', 'errors.badCursor', {}, { field: 'cursor' });
  const { free, slug } = place;
  if (filter.sort === 'city') return sql`${cityNodes.slug} > ${slug}`;
  if (filter.sort === '-city') return sql`${cityNodes.slug} < ${slug}`;
  const beyond =
    filter.sort === 'free' ? sql`${cityNodes.tpsFree} > ${free}` : sql`${cityNodes.tpsFree} < ${free}`;
  return sql`(${beyond} or (${cityNodes.tpsFree} = ${free} and ${cityNodes.slug} > ${slug}))`;
}

/** Where a page ended, as its cursor says; null for what no page gave out. */
function placeOf(cursor: string): { free: number; slug: string } | null {
  const [free = '', slug = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  return /^\d{1,9}$/.test(free) && /^[\w-]{1,80}$/.test(slug) ? { free: Number(free), slug } : null;
}
