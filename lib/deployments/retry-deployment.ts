import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { deployments, operations } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { lockOwnApp } from '#lib/apps/find-app.ts';
import { askAgain } from '#lib/apps/ask-again.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

export const retryDeploymentInput = z
  .object({ requestId: z.uuid(), deploymentId: z.uuid() })
  .brand<'RetryDeployment'>();
export type RetryDeployment = z.output<typeof retryDeploymentInput>;

/** Asks one city node again for a deployment that failed there. `conflict` unless it failed and the app is active. */
export async function retryDeployment(
  actor: Actor,
  input: RetryDeployment,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'app.deploy');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'contract.retry', input.requestId, input.deploymentId);
    if (!first) return { id: input.deploymentId };
    const [found] = await tx
      .select({
        appId: deployments.appId,
        contractName: deployments.contractName,
        version: deployments.version,
      })
      .from(deployments)
      .where(and(eq(deployments.id, input.deploymentId), eq(deployments.orgId, actor.orgId)));
    if (!found) throw new AppError('notFound', 'errors.notFound');
    const app = await lockOwnApp(tx, actor, found.appId);
    // The operation before the deployment, as its end and a retry by staff lock them.
    await askAgain(
      tx,
      actor,
      and(eq(operations.subjectKind, 'deployment'), eq(operations.subjectId, input.deploymentId)),
    );
    const [failed] = await tx
      .update(deployments)
      .set({ state: 'deploying' })
      .where(and(eq(deployments.id, input.deploymentId), eq(deployments.state, 'failed')))
      .returning({ id: deployments.id });
    if (!failed || app.state !== 'active') throw new AppError('conflict', 'apps.deploymentNotFailed');
    await recordAudit(tx, actor, {
      action: 'contract.retry',
      subjectKind: 'app',
      subjectId: app.id,
      after: { contractName: found.contractName, version: found.version },
    });
    return { id: failed.id };
  });
}
