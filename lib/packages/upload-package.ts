import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { contractPackages } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { contractName, contractVersion } from '#protocol/control/operations.ts';
import { readArtefact } from './read-artefact.ts';

const uploadsPerOrganisation = 500;

export const uploadPackageInput = z
  .object({
    requestId: z.uuid(),
    /** Empty: the name in the artefact. */
    name: z.union([z.literal(''), contractName]).default(''),
    version: contractVersion.default('1.0.0'),
    /** JSON: an artefact of Hardhat, Foundry or solc, or an ABI alone. */
    artefact: z.string().min(2).max(900_000),
    /** Creation code in hex, where the artefact has none. */
    bytecode: z.string().max(200_000).default(''),
  })
  .brand<'UploadPackage'>();
export type UploadPackage = z.output<typeof uploadPackageInput>;

/**
 * Keeps a contract of the organisation for deployment. Nothing runs: the code is checked for form and size only. The
 * same content under the same name and version gives the package that is there.
 */
export async function uploadPackage(
  actor: Actor,
  input: UploadPackage,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'app.deploy');
  const artefact = readArtefact(input.artefact, input.bytecode, input.name || undefined);
  const name = contractName.safeParse(input.name || artefact.name);
  if (!name.success) throw new AppError('invalid', 'apps.artefact.noName', {}, { field: 'name' });
  const contentHash = createHash('sha256')
    .update(JSON.stringify([name.data, input.version, artefact.abi, artefact.bytecode]))
    .digest('hex');
  return conn.transaction(async (tx) => {
    const id = newId();
    const { first, subjectId } = await claimRequest(tx, actor, 'package.upload', input.requestId, id);
    if (!first) return { id: subjectId };
    const ofOrg = eq(contractPackages.orgId, actor.orgId);
    const [same] = await tx
      .select({ id: contractPackages.id })
      .from(contractPackages)
      .where(and(ofOrg, eq(contractPackages.contentHash, contentHash)));
    if (same) return same;
    if ((await tx.$count(contractPackages, ofOrg)) >= uploadsPerOrganisation)
      throw new AppError('quota', 'apps.tooManyPackages', { limit: uploadsPerOrganisation });
    await tx.insert(contractPackages).values({
      id,
      orgId: actor.orgId,
      name: name.data,
      version: input.version,
      abi: artefact.abi,
      bytecode: artefact.bytecode,
      contentHash,
      createdBy: actor.id,
    });
    await recordAudit(tx, actor, {
      action: 'package.upload',
      subjectKind: 'package',
      subjectId: id,
      after: {
        name: name.data,
        version: input.version,
        contentHash,
        bytes: artefact.bytecode.length / 2 - 1,
      },
    });
    return { id };
  });
}
