import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq, exists, inArray, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { cityNodes, offerings } from '#db/schema/catalogue.ts';
import { quotes, reservations } from '#db/schema/orders.ts';
import { withinTimeout, type CityNodes } from '#lib/city-nodes/nodes.ts';
import { clockOffset } from '#lib/clock/clock-offset.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import type { Outcome } from '#protocol/control/outcome.ts';
import type { Reservation } from '#protocol/control/reservations.ts';
import { findAlternatives } from './find-alternatives.ts';
import type { HoldRefusal } from './hold-detail.ts';

/** A buyer looks on: better an early "no answer" than a long wait. A node that just starts anew is waited for. */
const holdTimeoutMs = 6_000;
const askAgainMs = 300;

type Asked = Awaited<ReturnType<typeof reservationsOf>>[number];
type Answer = { asked: Asked; refusal: Omit<HoldRefusal, 'alternatives'> | null };

/**
 * Body of the job `holdCapacity`: asks every city node of a quote, side by side, to hold what was asked until the quote
 * expires. All hold, or the quote's hold is refused, with who could not, why, and what else would do; what the others
 * hold is then given up. For a quote that is held already it extends the holds, and throws while a node gives no answer,
 * so that the job comes again. Repeating it is harmless.
 */
export async function holdCapacity(quoteId: string, nodes: CityNodes, conn: Conn = db()): Promise<void> {
  const asked = await reservationsOf(conn, quoteId);
  if (asked.length === 0) return;
  const answers = await Promise.all(asked.map((each) => ask(each, nodes)));
  await record(conn, quoteId, answers);
}

async function reservationsOf(conn: Conn, quoteId: string) {
  return conn
    .select({
      id: reservations.id,
      state: reservations.state,
      cityNodeId: reservations.cityNodeId,
      limits: {
        tps: reservations.tps,
        storageGb: reservations.storageGb,
        bandwidthMbps: reservations.bandwidthMbps,
      },
      expiresAt: reservations.expiresAt,
      wireId: offerings.wireId,
      frameworkId: offerings.frameworkId,
      kind: offerings.kind,
      access: offerings.access,
      enabled: offerings.enabled,
      slug: cityNodes.slug,
      city: cityNodes.city,
      nodeState: cityNodes.state,
      offsetMs: clockOffset,
    })
    .from(reservations)
    .innerJoin(offerings, eq(offerings.id, reservations.offeringId))
    .innerJoin(cityNodes, eq(cityNodes.id, reservations.cityNodeId))
    .innerJoin(quotes, eq(quotes.id, reservations.quoteId))
    .where(
      and(
        eq(reservations.quoteId, quoteId),
        inArray(quotes.holdState, ['asking', 'held']),
        inArray(reservations.state, ['asking', 'held']),
      ),
    )
    .orderBy(cityNodes.slug);
}

async function ask(asked: Asked, nodes: CityNodes): Promise<Answer> {
  const refuse = (reason: HoldRefusal['reason'], short: HoldRefusal['short'] = null): Answer => ({
    asked,
    refusal: {
      cityNodeId: asked.cityNodeId,
      slug: asked.slug,
      city: asked.city,
      reason,
      asked: asked.limits,
      short,
    },
  });
  // What is held already is extended: a pause is for new buyers.
  if (asked.state === 'asking' && (asked.nodeState !== 'active' || !asked.enabled)) return refuse('paused');
  const outcome = await put(asked, nodes);
  if (outcome.kind === 'done')
    return outcome.value.state === 'held' || outcome.value.state === 'taken'
      ? { asked, refusal: null }
      : refuse('refused');
  if (outcome.kind !== 'rejected') return refuse('unreachable');
  if (outcome.reason !== 'quota') return refuse('refused');
  const { resource, free } = outcome.params ?? {};
  const told = typeof resource === 'string' && typeof free === 'number';
  return refuse('saturated', told ? { resource, free } : null);
}

/** The same id twice holds once, so an answer that was lost is simply asked for again. Nodes live in real time. */
async function put(asked: Asked, nodes: CityNodes): Promise<Outcome<Reservation>> {
  const node = await nodes(asked.cityNodeId);
  const request = {
    offering: asked.wireId,
    limits: asked.limits,
    expiresAt: new Date(asked.expiresAt.getTime() - asked.offsetMs).toISOString(),
  };
  const until = Date.now() + holdTimeoutMs;
  for (;;) {
    const outcome = await node.putReservation(asked.id, request, withinTimeout(holdTimeoutMs));
    if (outcome.kind !== 'unknown' || Date.now() > until) return outcome;
    await sleep(askAgainMs);
  }
}

async function record(conn: Conn, quoteId: string, answers: readonly Answer[]): Promise<void> {
  const refused = answers.some(({ refusal }) => refusal !== null);
  await conn.transaction(async (tx) => {
    if (!refused && (await recordHeld(tx, quoteId, answers))) return;
    const [quote] = await tx
      .select({ holdState: quotes.holdState })
      .from(quotes)
      .where(eq(quotes.id, quoteId))
      .for('update');
    // It ended while the nodes were asked: nothing may stay held.
    if (quote && ['released', 'refused'].includes(quote.holdState)) return giveUp(tx, quoteId);
    if (quote?.holdState === 'held') return demandAnswers(answers);
    if (quote?.holdState !== 'asking') return;
    await together(...answers.map((answer) => () => recordAnswer(tx, answer)));
    await recordRefusals(tx, quoteId, answers);
  });
}

function demandAnswers(answers: readonly Answer[]): void {
  const silent = answers.filter(({ refusal }) => refusal?.reason === 'unreachable');
  if (silent.length > 0)
    throw new Error(`no answer from ${silent.map(({ asked }) => asked.slug).join(', ')} about a longer hold`);
}

/** The quote and all its reservations are held, if it still asks; false, and nothing written, when it does not. */
async function recordHeld(tx: Conn, quoteId: string, answers: readonly Answer[]): Promise<boolean> {
  const ids = answers.map(({ asked }) => asked.id);
  const isHeld = tx
    .select({ one: sql`1` })
    .from(quotes)
    .where(and(eq(quotes.id, quoteId), eq(quotes.holdState, 'held')));
  const [held] = await together(
    () => setHold(tx, quoteId, 'held', null),
    () =>
      tx
        .update(reservations)
        .set({ state: 'held', detail: null })
        .where(and(inArray(reservations.id, ids), eq(reservations.state, 'asking'), exists(isHeld))),
  );
  return held;
}

async function recordAnswer(tx: Conn, { asked, refusal }: Answer): Promise<void> {
  await tx
    .update(reservations)
    .set({ state: refusal ? 'refused' : 'held', detail: refusal })
    .where(and(eq(reservations.id, asked.id), eq(reservations.state, 'asking')));
}

/** Who could not, with what else would do; what the others hold is given up. */
async function recordRefusals(tx: Conn, quoteId: string, answers: readonly Answer[]): Promise<void> {
  const refusals: HoldRefusal[] = [];
  for (const { asked, refusal } of answers)
    if (refusal) refusals.push({ ...refusal, alternatives: await findAlternatives(tx, quoteId, asked) });
  await setHold(tx, quoteId, 'refused', { nodes: refusals });
  await giveUp(tx, quoteId);
}

async function setHold(
  tx: Conn,
  quoteId: string,
  holdState: 'held' | 'refused',
  holdDetail: { nodes: HoldRefusal[] } | null,
): Promise<boolean> {
  const { rowCount } = await tx
    .update(quotes)
    .set({ holdState, holdDetail })
    .where(and(eq(quotes.id, quoteId), eq(quotes.holdState, 'asking')));
  return rowCount === 1;
}

const giveUp = (tx: Conn, quoteId: string): Promise<void> =>
  enqueue(tx, 'releaseCapacity', { quoteId }, { key: `releaseCapacity:${quoteId}` });
