import { and, eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { cityNodes, frameworks, offerings } from '#db/schema/catalogue.ts';
import { complianceVerdicts } from '#db/schema/compliance.ts';
import { quoteLines, quotes } from '#db/schema/orders.ts';
import { currentRules } from '#lib/compliance/current-rules.ts';
import { judge, type ComplianceInputs } from '#lib/compliance/judge.ts';

export type Alternative = {
  offeringId: string;
  slug: string;
  city: Record<string, string>;
  country: string;
  framework: string;
  kind: 'permissioned' | 'public';
  free: { tps: number; storageGb: number; bandwidthMbps: number };
};

const most = 5;

/**
 * Offerings the buyer could take instead of a quote that a rule refused: allowed to this buyer, with enough free for the
 * quote's largest node. The same framework first, the most room first.
 */
export async function whatElseWouldDo(conn: Conn, quoteId: string): Promise<Alternative[]> {
  const [asked] = await conn
    .select({
      frameworkId: quotes.frameworkId,
      inputs: complianceVerdicts.inputs,
      tps: largest('tps'),
      storageGb: largest('storage'),
      bandwidthMbps: largest('bandwidth'),
    })
    .from(quotes)
    .innerJoin(complianceVerdicts, eq(complianceVerdicts.id, quotes.verdictId))
    .innerJoin(quoteLines, eq(quoteLines.quoteId, quotes.id))
    .where(eq(quotes.id, quoteId))
    .groupBy(quotes.id, complianceVerdicts.inputs);
  if (!asked) return [];
  const { rules, at } = await currentRules(conn);
  const inputs = asked.inputs as ComplianceInputs; // written by verdictFor
  const candidates = await roomyOfferings(conn, asked);
  return candidates
    .filter(
      ({ cityNodeId, country, kind }) =>
        judge(rules, { ...inputs, nodes: [{ cityNodeId, country, kind }] }, at).allowed,
    )
    .slice(0, most)
    .map(({ cityNodeId: _, ...alternative }) => alternative);
}

const largest = (resource: 'tps' | 'storage' | 'bandwidth') =>
  sql<number>`max(${quoteLines.quantity}) filter (where ${quoteLines.resource} = ${resource})`;

function roomyOfferings(
  conn: Conn,
  asked: { frameworkId: string; tps: number; storageGb: number; bandwidthMbps: number },
) {
  return conn
    .select({
      offeringId: offerings.id,
      cityNodeId: cityNodes.id,
      slug: cityNodes.slug,
      city: cityNodes.city,
      country: cityNodes.country,
      framework: frameworks.name,
      kind: offerings.kind,
      free: {
        tps: cityNodes.tpsFree,
        storageGb: cityNodes.storageGbFree,
        bandwidthMbps: cityNodes.bandwidthMbpsFree,
      },
    })
    .from(offerings)
    .innerJoin(cityNodes, eq(cityNodes.id, offerings.cityNodeId))
    .innerJoin(frameworks, eq(frameworks.id, offerings.frameworkId))
    .where(
      and(
        eq(offerings.enabled, true),
        eq(cityNodes.state, 'active'),
        sql`${cityNodes.tpsFree} >= ${asked.tps}`,
        sql`${cityNodes.storageGbFree} >= ${asked.storageGb}`,
        sql`${cityNodes.bandwidthMbpsFree} >= ${asked.bandwidthMbps}`,
      ),
    )
    .orderBy(
      sql`(${offerings.frameworkId} = ${asked.frameworkId}) desc, ${cityNodes.tpsFree} desc, ${cityNodes.slug}`,
    )
    .limit(50);
}
