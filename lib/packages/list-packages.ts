import { and, desc, eq, isNull, or, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { contractPackages } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { contractAbi, type ContractAbi } from './abi.ts';

export type PackageRow = {
  id: string;
  name: string;
  version: string;
  /** Id of a preset; null for what the organisation uploaded. */
  preset: string | null;
  bytes: number;
  createdAt: Date;
};
export type PackageRecord = PackageRow & { abi: ContractAbi; source: string; contentHash: string };

const shown = {
  id: contractPackages.id,
  name: contractPackages.name,
  version: contractPackages.version,
  preset: contractPackages.preset,
  bytes: sql<number>`length(${contractPackages.bytecode}) / 2 - 1`,
  createdAt: contractPackages.createdAt,
};

/** The portal's presets first, then the organisation's uploads, newest first; at most 100. */
export async function listPackages(actor: Actor, conn: Conn = db()): Promise<PackageRow[]> {
  demand(actor, 'app.read');
  return conn
    .select(shown)
    .from(contractPackages)
    .where(visibleTo(actor))
    .orderBy(sql`${contractPackages.preset} desc nulls last`, desc(contractPackages.createdAt))
    .limit(100);
}

/** One package with interface and source. Throws `notFound` for another organisation's. */
export async function getPackage(actor: Actor, packageId: string, conn: Conn = db()): Promise<PackageRecord> {
  demand(actor, 'app.read');
  const [found] = await conn
    .select({
      ...shown,
      abi: contractPackages.abi,
      source: contractPackages.source,
      contentHash: contractPackages.contentHash,
    })
    .from(contractPackages)
    .where(and(eq(contractPackages.id, packageId), visibleTo(actor)));
  if (!found) throw new AppError('notFound', 'apps.packageNotFound');
  return { ...found, abi: contractAbi.parse(found.abi) };
}

const visibleTo = (actor: Actor) =>
  or(isNull(contractPackages.orgId), eq(contractPackages.orgId, actor.orgId));
