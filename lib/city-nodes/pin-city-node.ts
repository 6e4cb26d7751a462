import { eq, inArray, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { cityNodes, providers } from '#db/schema/catalogue.ts';
import { newId } from '#lib/ids/new-id.ts';
import type { NodeIdentity } from '#protocol/control/status.ts';
import { cityNames, slugOf } from './city-names.ts';
import { announcedKey, isAnnounced, type CityNodeRow } from './city-node-row.ts';

/**
 * Makes the record of a node that has just been enrolled, with its key pinned. A node that is known by this key keeps
 * its record and moves to the new address; one that was announced by name keeps its record and gets its key.
 */
export async function pinCityNode(
  tx: Conn,
  identity: NodeIdentity,
  controlUrl: string,
  enrolledBy: string,
): Promise<{ id: string }> {
  const name = slugOf(identity.name);
  const known = await tx
    .select()
    .from(cityNodes)
    .where(inArray(cityNodes.publicKey, [identity.publicKey, announcedKey(name)]))
    .for('update');
  const earlier = known.find((row) => row.publicKey === identity.publicKey) ?? known[0];
  const addresses = { controlUrl, gatewayUrl: identity.publicUrl, publicKey: identity.publicKey };
  if (earlier) {
    await tx
      .update(cityNodes)
      .set({ ...addresses, ...standing(earlier, enrolledBy) })
      .where(eq(cityNodes.id, earlier.id));
    return { id: earlier.id };
  }
  const id = newId();
  await tx.insert(cityNodes).values({
    id,
    ...addresses,
    slug: await freeSlug(tx, name),
    city: cityNames(identity.city),
    country: identity.country,
    latitude: identity.latitude,
    longitude: identity.longitude,
    providerId: await providerByName(tx, identity),
    state: 'enrolled',
    enrolledBy,
    usageCursor: '',
    eventsCursor: '',
  });
  return { id };
}

/** An announced or retired node starts as enrolled, with lists read from their beginning; any other stays as it is. */
function standing(earlier: CityNodeRow, enrolledBy: string): Partial<CityNodeRow> {
  const anew = isAnnounced(earlier) || earlier.state === 'retired';
  return anew ? { state: 'enrolled', enrolledBy, usageCursor: '', eventsCursor: '' } : {};
}

async function freeSlug(tx: Conn, name: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const slug = attempt === 1 ? name : `${name}-${attempt}`;
    const [taken] = await tx.select({ id: cityNodes.id }).from(cityNodes).where(eq(cityNodes.slug, slug));
    if (!taken) return slug;
  }
}

async function providerByName(tx: Conn, identity: NodeIdentity): Promise<string> {
  const [known] = await tx
    .select({ id: providers.id })
    .from(providers)
    .where(sql`lower(${providers.name}) = lower(${identity.provider})`);
  if (known) return known.id;
  const id = newId();
  const [made] = await tx
    .insert(providers)
    .values({ id, slug: slugOf(identity.provider), name: identity.provider, country: identity.country })
    .onConflictDoUpdate({ target: providers.slug, set: { slug: sql`excluded.slug` } })
    .returning({ id: providers.id });
  return made?.id ?? id;
}
