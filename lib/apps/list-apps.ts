import { and, desc, eq, gte, ilike, inArray, notInArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { appNodes, apps, usageHours } from '#db/schema/apps.ts';
import { cityNodes, frameworks } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { containing } from '#lib/paging/containing.ts';
import { pageCursorField } from '#lib/paging/page-cursor.ts';
import { behind, pageOf } from '#lib/paging/page.ts';
import { appStates, type AppState } from './app-words.ts';

export const listAppsInput = z
  .object({
    /** Part of a name, or of an app code. */
    q: z.string().trim().max(200).default(''),
    /** None: every app but those that ended. */
    state: z.enum(appStates).optional(),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'ListApps'>();

export type AppRow = {
  id: string;
  name: string;
  appCode: string;
  framework: string;
  access: 'deploy' | 'endpoint';
  state: AppState;
  /** City names by language. */
  cities: Record<string, string>[];
  /** Answered calls of the last 24 hours. */
  calls: number;
  createdAt: Date;
};

/** The organisation's apps, newest first. */
export async function listApps(
  actor: Actor,
  input: z.output<typeof listAppsInput>,
  conn: Conn = db(),
): Promise<{ rows: AppRow[]; nextCursor: string | null }> {
  demand(actor, 'app.read');
  const pattern = containing(input.q);
  const found = await conn
    .select({
      id: apps.id,
      name: apps.name,
      appCode: apps.appCode,
      framework: frameworks.name,
      access: apps.access,
      state: apps.state,
      createdAt: apps.createdAt,
    })
    .from(apps)
    .innerJoin(frameworks, eq(frameworks.id, apps.frameworkId))
    .where(
      and(
        eq(apps.orgId, actor.orgId),
        input.state ? eq(apps.state, input.state) : notInArray(apps.state, ['retired', 'failed']),
        input.q ? or(ilike(apps.name, pattern), ilike(apps.appCode, pattern)) : undefined,
        behind(input.cursor, apps.createdAt, apps.id),
      ),
    )
    .orderBy(desc(apps.createdAt), desc(apps.id))
    .limit(input.limit + 1);
  const { rows, nextCursor } = pageOf(found, input.limit, ({ createdAt }) => createdAt);
  return { rows: await withNodes(conn, rows), nextCursor };
}

async function withNodes(conn: Conn, page: Omit<AppRow, 'cities' | 'calls'>[]): Promise<AppRow[]> {
  const ids = page.map(({ id }) => id);
  if (ids.length === 0) return [];
  const nodes = await conn
    .select({ appId: appNodes.appId, city: cityNodes.city })
    .from(appNodes)
    .innerJoin(cityNodes, eq(cityNodes.id, appNodes.cityNodeId))
    .where(inArray(appNodes.appId, ids))
    .orderBy(cityNodes.slug);
  const used = await conn
    .select({ appId: usageHours.appId, calls: sql<string>`sum(${usageHours.calls})` })
    .from(usageHours)
    .where(and(inArray(usageHours.appId, ids), gte(usageHours.hour, sql`portal_now() - interval '24 hours'`)))
    .groupBy(usageHours.appId);
  const calls = new Map(used.map((row) => [row.appId, Number(row.calls)]));
  return page.map((app) => ({
    ...app,
    cities: nodes.filter(({ appId }) => appId === app.id).map(({ city }) => city),
    calls: calls.get(app.id) ?? 0,
  }));
}
