import { and, eq, sql } from 'drizzle-orm';
import type { Enrol } from '#adapters/city-node/port.ts';
import { db, type Conn } from '#db/connection.ts';
import { cityNodeEnrolments } from '#db/schema/catalogue.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { readToken, type EnrolmentReceipt } from '#protocol/control/enrolment.ts';
import { withinTimeout } from './nodes.ts';
import { pinCityNode } from './pin-city-node.ts';

type Failure = { messageId: string; params: Record<string, string | number> };

/** Often enough for the operator who looks on while the node's provider opens a port. */
const callAgainMs = 15_000;

/**
 * Body of the job `enrolCityNode`: redeems the token at the node and pins the node's key. A node that gives no answer is
 * called again and again while the token lives; a refusal ends the enrolment with its reason.
 */
export async function redeemEnrolment(
  enrolmentId: string,
  portalName: string,
  enrol: Enrol,
  conn: Conn = db(),
): Promise<void> {
  const [row] = await conn.select().from(cityNodeEnrolments).where(eq(cityNodeEnrolments.id, enrolmentId));
  if (row?.state !== 'asked' || !row.token) return;
  const token = readToken(row.token);
  if (!token) return fail(conn, enrolmentId, { messageId: 'cityNodes.tokenUnreadable', params: {} });
  const outcome = await enrol(row.token, portalName, withinTimeout());
  if (outcome.kind === 'done') {
    // The answer was believed under the token's key; it must name that same key.
    if (outcome.value.node.publicKey !== token.key)
      return fail(conn, enrolmentId, { messageId: 'cityNodes.enrolmentOtherKey', params: {} });
    return finish(conn, enrolmentId, token.url, row.requestedBy, outcome.value);
  }
  if (outcome.kind === 'rejected')
    return fail(conn, enrolmentId, {
      messageId: 'cityNodes.enrolmentRefused',
      params: { code: outcome.code, detail: outcome.detail },
    });
  const detail = outcome.kind === 'unknown' ? outcome.detail : outcome.ticket;
  if (new Date(token.expiresAt).getTime() < Date.now())
    return fail(conn, enrolmentId, {
      messageId: 'cityNodes.enrolmentUnreachable',
      params: { url: token.url, detail },
    });
  await enqueue(
    conn,
    'enrolCityNode',
    { enrolmentId },
    {
      key: `enrolment:${enrolmentId}`,
      runAt: new Date(Date.now() + callAgainMs),
    },
  );
}

async function finish(
  conn: Conn,
  enrolmentId: string,
  url: string,
  enrolledBy: string,
  receipt: EnrolmentReceipt,
): Promise<void> {
  await conn.transaction(async (tx) => {
    const [mine] = await tx
      .select()
      .from(cityNodeEnrolments)
      .where(eq(cityNodeEnrolments.id, enrolmentId))
      .for('update');
    if (mine?.state !== 'asked') return;
    const { id: cityNodeId } = await pinCityNode(tx, receipt.node, url, enrolledBy);
    await tx
      .update(cityNodeEnrolments)
      .set({ state: 'enrolled', token: null, cityNodeId, finishedAt: sql`portal_now()` })
      .where(eq(cityNodeEnrolments.id, enrolmentId));
    await enqueue(tx, 'pullStatus', {}, { key: 'pullStatus' });
  });
}

async function fail(conn: Conn, enrolmentId: string, failure: Failure): Promise<void> {
  await conn
    .update(cityNodeEnrolments)
    .set({ state: 'failed', token: null, failure, finishedAt: sql`portal_now()` })
    .where(and(eq(cityNodeEnrolments.id, enrolmentId), eq(cityNodeEnrolments.state, 'asked')));
}
