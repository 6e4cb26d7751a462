import { asc } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { brands } from '#db/schema/brand.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';

/** Hosts with a brand of their own, and `*` where the common one was edited; two hundred at most. */
export async function listBrandHosts(
  actor: Actor,
  conn: Conn = db(),
): Promise<{ host: string; version: number; updatedAt: Date }[]> {
  demand(actor, 'brand.manage');
  return conn
    .select({ host: brands.host, version: brands.version, updatedAt: brands.updatedAt })
    .from(brands)
    .orderBy(asc(brands.host))
    .limit(200);
}
