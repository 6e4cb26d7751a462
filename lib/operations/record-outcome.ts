import { and, eq, notInArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { operations } from '#db/schema/apps.ts';
import { applyOperationOutcome } from '#lib/apps/apply-operation-outcome.ts';
import { operationStep, type OperationRecord } from '#protocol/control/operations.ts';
import type { Outcome } from '#protocol/control/outcome.ts';
import { lockSubject } from './lock-subject.ts';
import { hasEnded, type OperationFailure, type OperationRow } from './operation-row.ts';

const ends = ['done', 'rejected', 'failed'] as const;

/** Puts on record that the operation is about to be sent, in a transaction of its own. */
export async function markSent(conn: Conn, operationId: string): Promise<void> {
  await conn
    .update(operations)
    .set({ state: 'sent' })
    .where(and(eq(operations.id, operationId), notInArray(operations.state, [...ends])));
}

/**
 * Writes what a node said. An end and what it means for app, order and deployment are one transaction; an end that is
 * on record is never changed. Past its deadline, an operation without an end fails. Gives the row as it stands now.
 */
export async function recordOutcome(
  conn: Conn,
  operationId: string,
  outcome: Outcome<OperationRecord>,
): Promise<OperationRow | null> {
  return conn.transaction(async (tx) => {
    const [, [current]] = await together(
      () => lockSubject(tx, operationId),
      () =>
        tx
          .select({ row: operations, overdue: sql<boolean>`${operations.deadlineAt} < now()` })
          .from(operations)
          .where(eq(operations.id, operationId))
          .for('update'),
    );
    if (!current) return null;
    if (hasEnded(current.row.state)) return current.row;
    const change = endSteps(changeOf(outcome, current.overdue), current.row.steps);
    const finishedAt = hasEnded(change.state) ? sql`portal_now()` : null;
    const [row] = await tx
      .update(operations)
      .set({ ...change, attempts: sql`${operations.attempts} + 1`, finishedAt })
      .where(eq(operations.id, operationId))
      .returning();
    if (!row) return null;
    if (hasEnded(row.state)) await applyOperationOutcome(tx, row);
    return row;
  });
}

type Change = Pick<OperationRow, 'state'> &
  Partial<Pick<OperationRow, 'steps' | 'waitingFor' | 'result' | 'error'>>;

function changeOf(outcome: Outcome<OperationRecord>, overdue: boolean): Change {
  switch (outcome.kind) {
    case 'done':
      return {
        state: 'done',
        steps: outcome.value.steps,
        result: outcome.value.result,
        waitingFor: null,
        error: null,
      };
    case 'rejected':
      return { state: 'rejected', waitingFor: null, error: failure(outcome) };
    case 'accepted': {
      const { steps, waitingFor } = outcome.value;
      if (!overdue) return { state: 'accepted', steps, waitingFor, error: null };
      const why = waitingFor ? `still waiting: ${waitingFor.code}` : 'still at it';
      return { state: 'failed', steps, waitingFor, error: { code: 'operation.deadline', detail: why } };
    }
    case 'unknown': {
      const error: OperationFailure = {
        code: overdue ? 'operation.deadline' : 'operation.unknown',
        detail: outcome.detail,
      };
      return { state: overdue ? 'failed' : 'unknown', error };
    }
  }
}

/** Where an operation came to grief, the step it was at is shown as the one that failed. */
function endSteps(change: Change, known: unknown[]): Change {
  if (change.state !== 'rejected' && change.state !== 'failed') return change;
  const steps = z.array(operationStep).safeParse(change.steps ?? known).data ?? [];
  return {
    ...change,
    steps: steps.map((step) => (step.state === 'running' ? { ...step, state: 'failed' } : step)),
  };
}

const failure = ({ reason, code, detail, params }: Extract<Outcome<never>, { kind: 'rejected' }>) =>
  ({ reason, code, detail, ...(params ? { params } : {}) }) satisfies OperationFailure;
