import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { cityNodeEnrolments } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { readToken } from '#protocol/control/enrolment.ts';

export const enrolCityNodeInput = z
  .object({ requestId: z.uuid(), token: z.string().trim().min(1, 'cityNodes.tokenMissing').max(2_000) })
  .brand<'EnrolCityNode'>();

/**
 * Takes a provider's one-time token and asks the worker to redeem it: only the worker calls city nodes. Gives the id of
 * the enrolment to watch. Refused: what is no token, and one that has expired. A repeat gives the first enrolment.
 */
export async function enrolCityNode(
  actor: Actor,
  input: z.output<typeof enrolCityNodeInput>,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'cityNode.manage');
  return conn.transaction(async (tx) => {
    const { first, subjectId: id } = await claimRequest(
      tx,
      actor,
      'cityNode.enrol',
      input.requestId,
      newId(),
    );
    if (!first) return { id };
    const token = readToken(input.token);
    if (!token) throw new AppError('invalid', 'cityNodes.tokenUnreadable', {}, { field: 'token' });
    // The node's clock decides in the end; this spares the operator a wait.
    if (new Date(token.expiresAt).getTime() < Date.now())
      throw new AppError('expired', 'cityNodes.tokenExpired', {}, { field: 'token' });
    await tx.insert(cityNodeEnrolments).values({
      id,
      token: input.token,
      url: token.url,
      state: 'asked',
      requestedBy: actor.id,
    });
    await enqueue(tx, 'enrolCityNode', { enrolmentId: id }, { key: `enrolment:${id}` });
    await recordAudit(tx, actor, {
      action: 'cityNode.enrol',
      subjectKind: 'enrolment',
      subjectId: id,
      after: { url: token.url, key: token.key },
    });
    return { id };
  });
}
