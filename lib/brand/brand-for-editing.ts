import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { brands } from '#db/schema/brand.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { BrandPayload } from './brand.ts';
import { anyHost, brandOf, hostName } from './brand-of.ts';

/**
 * What a host shows now, as an operator edits it, and the version to save from: 0 for a host without a brand of its own,
 * whose form starts from the common one.
 */
export async function brandForEditing(
  actor: Actor,
  asked: string,
  conn: Conn = db(),
): Promise<{ host: string; version: number; payload: BrandPayload }> {
  demand(actor, 'brand.manage');
  const host = asked === anyHost ? anyHost : hostName(asked) || anyHost;
  const [own] = await conn.select({ version: brands.version }).from(brands).where(eq(brands.host, host));
  const { colours: _computed, chosen, version: _shown, ...rest } = await brandOf(host, conn);
  return { host, version: own?.version ?? 0, payload: { ...rest, colours: chosen } };
}
