import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { apiTokens } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { ownAccount } from '#lib/accounts/own-account.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newSecretToken } from '#lib/crypto/secret-token.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { tokenRolesOf } from './token-roles.ts';

export const tokenLifetimesDays = ['30', '90', '365', 'never'] as const;

export const createApiTokenInput = z
  .object({
    requestId: z.uuid(),
    name: z.string().trim().min(1, 'organisation.tokenNameMissing').max(80),
    role: z.string().max(40),
    lifetimeDays: z.enum(tokenLifetimesDays),
  })
  .brand<'CreateApiToken'>();
export type CreateApiToken = z.output<typeof createApiTokenInput>;

/**
 * A token with which the organisation's programs call the API, in a role no stronger than the maker's. The secret is in
 * this answer and nowhere else: repeating the request id gives the same token with `secret: null`.
 */
export async function createApiToken(
  actor: Actor,
  input: CreateApiToken,
  conn: Conn = db(),
): Promise<{ id: string; secret: string | null }> {
  demand(actor, 'apiToken.manage');
  const createdBy = ownAccount(actor);
  if (!tokenRolesOf(actor).some((role) => role === input.role))
    throw new AppError('forbidden', 'organisation.roleNotYours', {}, { field: 'role' });
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'apiToken.create', input.requestId, newId());
    const id = claim.subjectId;
    if (!claim.first) return { id, secret: null };
    const { secret, hash, hint } = newSecretToken('cpt');
    await tx.insert(apiTokens).values({
      id,
      orgId: actor.orgId,
      name: input.name,
      tokenHash: hash,
      hint,
      role: input.role,
      createdBy,
      expiresAt:
        input.lifetimeDays === 'never'
          ? null
          : sql`now() + make_interval(days => ${Number(input.lifetimeDays)})`,
    });
    await recordAudit(tx, actor, {
      action: 'apiToken.create',
      subjectKind: 'apiToken',
      subjectId: id,
      after: { name: input.name, role: input.role, lifetimeDays: input.lifetimeDays },
    });
    return { id, secret };
  });
}
