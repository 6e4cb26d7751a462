import { inArray } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { brands } from '#db/schema/brand.ts';
import { log } from '#lib/log/log.ts';
import { brandFrom, brandPayload, defaultBrand, type Brand } from './brand.ts';

/** Every host that has no brand of its own. */
export const anyHost = '*';

/**
 * The brand under which a host is run: its own, else that of every host, else the default. A stored brand that no
 * longer fits the schema counts as none: the default brand shows whole, never a mix.
 */
export async function brandOf(host: string, conn: Conn = db()): Promise<Brand> {
  const name = hostName(host);
  const rows = await conn
    .select({ host: brands.host, payload: brands.payload, version: brands.version })
    .from(brands)
    .where(inArray(brands.host, [name, anyHost]));
  const row = rows.find((candidate) => candidate.host === name) ?? rows[0];
  if (!row) return brandFrom(defaultBrand, 0);
  if (isReset(row.payload)) return brandFrom(defaultBrand, row.version);
  const parsed = brandPayload.safeParse(row.payload);
  if (parsed.success) return brandFrom(parsed.data, row.version);
  log().error(
    { host: row.host, issues: parsed.error.issues },
    'the stored brand does not fit; showing the default',
  );
  return brandFrom(defaultBrand, row.version);
}

/** A brand that was reset follows the default of this and every later release. */
const isReset = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'default' in payload && payload.default === true;

/** Host of a Host header or a URL, in lower case and without its port. */
export function hostName(host: string): string {
  const bare = host.trim().toLowerCase();
  return bare.startsWith('[') ? bare.replace(/\]:\d+$/, ']') : bare.replace(/:\d+$/, '');
}
