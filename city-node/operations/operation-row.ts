import type { Conn } from '#city-node/db/pool.ts';
import type {
  OperationRecord,
  OperationRequest,
  OperationStep,
  StepName,
} from '#protocol/control/operations.ts';
import type { Outcome } from '#protocol/control/outcome.ts';
import type { JsonValue } from '#protocol/control/primitives.ts';

export interface OperationRow {
  id: string;
  portal_id: string;
  request_id: string;
  fingerprint: string;
  app_code: string;
  kind: OperationRequest['kind'];
  request: OperationRequest;
  state: OperationRecord['state'];
  steps: OperationStep[];
  /** Carried from step to step. */
  data: Record<string, JsonValue>;
  attempts: number;
  waiting_for: OperationRecord['waitingFor'];
  next_at: Date;
  result: OperationRecord['result'];
  rejection: OperationRecord['rejection'];
  created_at: Date;
  updated_at: Date;
  finished_at: Date | null;
}

/** Named one by one, so that the server may keep the plan (naming-client.ts). */
export const operationColumns = `id, portal_id, request_id, fingerprint, app_code, kind, request, state, steps, data,
  attempts, waiting_for, next_at, result, rejection, created_at, updated_at, finished_at`;

export const pendingStep = (name: StepName): OperationStep => ({
  name,
  state: 'pending',
  startedAt: null,
  finishedAt: null,
  params: {},
});

export function recordOf(row: OperationRow): OperationRecord {
  return {
    requestId: row.request_id,
    appCode: row.app_code,
    kind: row.kind,
    state: row.state,
    steps: row.steps,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    waitingFor: row.waiting_for,
    result: row.result,
    rejection: row.rejection,
  };
}

/** What a portal is told: accepted while it runs, with its steps. */
export function outcomeOf(row: OperationRow): Outcome<OperationRecord> {
  if (row.rejection) return { kind: 'rejected', ...row.rejection };
  const value = recordOf(row);
  if (row.state === 'done') return { kind: 'done', value };
  return { kind: 'accepted', ticket: row.request_id, value };
}

/** Writes what a step made of the operation. */
export async function saveOperation(conn: Conn, row: OperationRow): Promise<void> {
  await conn.query(
    `update operations set state = $2, steps = $3, data = $4, attempts = $5, waiting_for = $6, next_at = $7,
       result = $8, rejection = $9, finished_at = $10, updated_at = now()
     where id = $1`,
    [
      row.id,
      row.state,
      JSON.stringify(row.steps),
      JSON.stringify(row.data),
      row.attempts,
      row.waiting_for && JSON.stringify(row.waiting_for),
      row.next_at,
      row.result && JSON.stringify(row.result),
      row.rejection && JSON.stringify(row.rejection),
      row.finished_at,
    ],
  );
}
