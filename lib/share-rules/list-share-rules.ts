import { aliasedTable, desc, eq, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { shareRules } from '#db/schema/pricing.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';

export const listShareRulesInput = z
  .object({
    /** The lowest version seen. */
    cursor: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  })
  .brand<'ListShareRules'>();

export type ShareRuleRow = {
  id: string;
  version: number;
  state: (typeof shareRules.state.enumValues)[number];
  effectiveFrom: Date;
  cityNode: string | null;
  frameworkId: string | null;
  portalBasisPoints: number;
  providerBasisPoints: number;
  frameworkBasisPoints: number;
  operationsBasisPoints: number;
  proposedById: string;
  proposedBy: string;
  decidedBy: string;
  decidedAt: Date | null;
};

/** Dated share rules, newest version first, with who proposed and who decided; staff only. */
export async function listShareRules(
  actor: Actor,
  input: z.output<typeof listShareRulesInput>,
  conn: Conn = db(),
): Promise<{ rows: ShareRuleRow[]; nextCursor: number | null }> {
  demand(actor, 'priceBook.read');
  const proposer = aliasedTable(users, 'proposer');
  const decider = aliasedTable(users, 'decider');
  const found = await conn
    .select({
      id: shareRules.id,
      version: shareRules.version,
      state: shareRules.state,
      effectiveFrom: shareRules.effectiveFrom,
      cityNode: cityNodes.slug,
      frameworkId: shareRules.frameworkId,
      portalBasisPoints: shareRules.portalBasisPoints,
      providerBasisPoints: shareRules.providerBasisPoints,
      frameworkBasisPoints: shareRules.frameworkBasisPoints,
      operationsBasisPoints: shareRules.operationsBasisPoints,
      proposedById: shareRules.proposedBy,
      proposedBy: sql<string>`coalesce(${proposer.name}, ${shareRules.proposedBy})`,
      decidedBy: sql<string>`coalesce(${decider.name}, ${shareRules.decidedBy}, '')`,
      decidedAt: shareRules.decidedAt,
    })
    .from(shareRules)
    .leftJoin(cityNodes, eq(cityNodes.id, shareRules.cityNodeId))
    .leftJoin(proposer, eq(sql`${proposer.id}::text`, shareRules.proposedBy))
    .leftJoin(decider, eq(sql`${decider.id}::text`, shareRules.decidedBy))
    .where(input.cursor ? lt(shareRules.version, input.cursor) : undefined)
    .orderBy(desc(shareRules.version))
    .limit(input.limit + 1);
  const rows = found.slice(0, input.limit);
  return { rows, nextCursor: found.length > input.limit ? (rows.at(-1)?.version ?? null) : null };
}
