import { eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { frameworkProviders, frameworks, offerings } from '#db/schema/catalogue.ts';
import { newId } from '#lib/ids/new-id.ts';
import type { OfferingStatus } from '#protocol/control/status.ts';
import { knownFramework } from './known-frameworks.ts';

const demoNote = {
  en: 'Demonstration: a local test chain stands in for this network.',
  zh: '演示：以本地测试链代替该网络。',
};

/**
 * Brings a node's offerings in line with what it says, by their names on the wire. A new one is on sale at once unless
 * its evidence is `unverified`; whether an existing one is on sale, and its note, are the operator's.
 */
export async function syncOfferings(
  tx: Conn,
  cityNodeId: string,
  said: readonly OfferingStatus[],
): Promise<void> {
  for (const offering of said) {
    const { frameworkId, frameworkProviderId } = await frameworkOf(tx, offering.framework);
    const facts = {
      frameworkId,
      frameworkVersion: offering.frameworkVersion,
      kind: offering.kind,
      access: offering.access,
      evidence: offering.evidence,
    };
    await tx
      .insert(offerings)
      .values({
        id: newId(),
        cityNodeId,
        wireId: offering.offering,
        ...facts,
        frameworkProviderId,
        note: offering.demo ? demoNote : {},
        enabled: offering.evidence !== 'unverified',
      })
      .onConflictDoUpdate({
        target: [offerings.cityNodeId, offerings.wireId],
        set: facts,
        setWhere: sql`(${offerings.frameworkId}, ${offerings.frameworkVersion}, ${offerings.kind}, ${offerings.access}, ${offerings.evidence})
          is distinct from (excluded.framework_id, excluded.framework_version, excluded.kind, excluded.access, excluded.evidence)`,
      });
  }
}

/** The framework and who is paid for it, made on first sight. What is sold already decides who that is. */
async function frameworkOf(
  tx: Conn,
  id: string,
): Promise<{ frameworkId: string; frameworkProviderId: string }> {
  const [sold] = await tx
    .select({ frameworkProviderId: offerings.frameworkProviderId })
    .from(offerings)
    .where(eq(offerings.frameworkId, id))
    .orderBy(offerings.createdAt)
    .limit(1);
  if (sold) return { frameworkId: id, ...sold };
  const { name, summary, provider } = knownFramework(id);
  await tx.insert(frameworks).values({ id, name, summary }).onConflictDoNothing();
  const [row] = await tx
    .insert(frameworkProviders)
    .values({ id: newId(), ...provider })
    .onConflictDoUpdate({ target: frameworkProviders.slug, set: { slug: sql`excluded.slug` } })
    .returning({ id: frameworkProviders.id });
  if (!row) throw new Error(`no provider for framework ${id}`);
  return { frameworkId: id, frameworkProviderId: row.id };
}
