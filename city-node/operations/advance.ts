import { together } from '#adapters/postgres/together.ts';
import { getApp, summaryOf, contractsOf, deployedContract, type AppRow } from '#city-node/apps/app-row.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { firstRow, inTransaction, type Conn } from '#city-node/db/pool.ts';
import { appendEvents, type NewEvent } from '#city-node/events/append.ts';
import type { OperationResult, OperationStep, StepName } from '#protocol/control/operations.ts';
import { operationColumns, saveOperation, type OperationRow } from './operation-row.ts';
import type { Step, StepOutcome } from './step.ts';
import {
  checkCode,
  awaitReceipt,
  moveContracts,
  sendTransaction,
  signTransaction,
  switchVersion,
} from './steps/deploying.ts';
import {
  allowCalls,
  changeLimits,
  destroyKey,
  freeCapacity,
  stopCalls,
  stopChain,
  takeCapacity,
} from './steps/living.ts';
import { fundAccount, makeAccount, placeApp, startChain } from './steps/placing.ts';
import { undo } from './undo.ts';

const steps: Record<StepName, Step> = {
  takeCapacity,
  choosePlacement: placeApp,
  startChain,
  makeAccount,
  fundAccount,
  signTransaction,
  sendTransaction,
  awaitReceipt,
  checkCode,
  switchVersion,
  changeLimits,
  moveContracts,
  stopCalls,
  allowCalls,
  destroyKey,
  stopChain,
  freeCapacity,
};

/** Mostly over at once: that they run is written with what they came to. */
const momentary: ReadonlySet<StepName> = new Set(['choosePlacement', 'startChain', 'makeAccount']);

const stepMs = 10_000;
const longestPauseMs = 5_000;

/**
 * Runs the next step of one operation and writes what came of it. Gives the operation while there is a step to run at
 * once: hand it in again as it is. A step that throws is tried again later; nothing that it meant to write has been written.
 */
export async function advance(
  node: CityNodeContext,
  operationId: string,
  written?: OperationRow,
): Promise<OperationRow | null> {
  const operation = written ?? (await readOperation(node, operationId));
  if (!operation || operation.finished_at) return null;
  const step = operation.steps.find(({ state }) => state !== 'done');
  if (!step) {
    await inTransaction(node.pool, (tx) => finish(node, tx, operation));
    return null;
  }
  await markRunning(node, operation, step);
  const outcome = await runStep(node, operation, step.name);
  const isOurs = await inTransaction(node.pool, (tx) => persist(node, tx, operation, step, outcome));
  return isOurs && outcome.kind === 'done' && operation.finished_at === null ? operation : null;
}

const readOperation = (node: CityNodeContext, id: string): Promise<OperationRow | null> =>
  firstRow<OperationRow>(node.pool, `select ${operationColumns} from operations where id = $1`, [id]);

/** One step, without writing what it came to. */
export async function runStep(
  node: CityNodeContext,
  operation: OperationRow,
  name: StepName,
): Promise<StepOutcome> {
  try {
    const app = await getApp(node.pool, operation.app_code);
    return await steps[name]({ node, operation, app, signal: AbortSignal.timeout(stepMs) });
  } catch (err) {
    node.log.error(
      { err, operation: operation.request_id, step: name },
      'a step failed and will be tried again',
    );
    const afterMs = Math.min(longestPauseMs, 250 * 2 ** Math.min(operation.attempts, 5));
    return { kind: 'wait', code: 'node.fault', afterMs };
  }
}

async function markRunning(
  node: CityNodeContext,
  operation: OperationRow,
  step: OperationStep,
): Promise<void> {
  if (step.state === 'running') return;
  step.state = 'running';
  step.startedAt ??= node.now().toISOString();
  operation.state = 'running';
  if (!momentary.has(step.name)) await saveOperation(node.pool, operation);
}

/** False when another copy did it first: what this one holds of the operation is then out of date. */
async function persist(
  node: CityNodeContext,
  tx: Conn,
  operation: OperationRow,
  step: OperationStep,
  outcome: StepOutcome,
): Promise<boolean> {
  // Another copy may have led meanwhile: whoever marks the step first has done it.
  const current = await firstRow<{ steps: OperationStep[] }>(
    tx,
    'select steps from operations where id = $1 and finished_at is null for update',
    [operation.id],
  );
  const state = current?.steps.find(({ name }) => name === step.name)?.state;
  if (state !== 'running' && !(state === 'pending' && momentary.has(step.name))) return false;
  await writeOutcome(node, tx, operation, step, outcome);
  return true;
}

async function writeOutcome(
  node: CityNodeContext,
  tx: Conn,
  operation: OperationRow,
  step: OperationStep,
  outcome: StepOutcome,
): Promise<void> {
  const now = node.now();
  operation.waiting_for = null;
  operation.next_at = now;
  if (outcome.kind === 'wait') {
    operation.attempts += 1;
    operation.waiting_for = { code: outcome.code, params: outcome.params ?? {} };
    operation.next_at = new Date(now.getTime() + outcome.afterMs);
  } else if (outcome.kind === 'reject') {
    step.state = 'failed';
    step.finishedAt = now.toISOString();
    const { reason, code, detail } = outcome;
    operation.rejection = { reason, code, detail: detail.slice(0, 1000) };
    operation.state = 'rejected';
    operation.finished_at = now;
    await undo(tx, operation);
    const app = await getApp(tx, operation.app_code);
    await saveOperation(tx, operation);
    await appendEvents(tx, [finishedEvent(operation, app)]);
    return;
  } else {
    step.state = 'done';
    step.finishedAt = now.toISOString();
    step.params = outcome.params ?? {};
    operation.attempts = 0;
    Object.assign(operation.data, outcome.data);
    if (operation.steps.every(({ state }) => state === 'done')) {
      await outcome.write?.(tx);
      return finish(node, tx, operation);
    }
    await together(
      () => saveOperation(tx, operation),
      () => outcome.write?.(tx) ?? Promise.resolve(),
    );
    return;
  }
  await saveOperation(tx, operation);
}

async function finish(node: CityNodeContext, tx: Conn, operation: OperationRow): Promise<void> {
  operation.state = 'done';
  operation.finished_at = node.now();
  const app = await (operation.kind === 'createApp' ? activated : getApp)(tx, operation.app_code);
  operation.result = await resultOf(tx, operation, app);
  const about = { portalId: app.portal_id, appCode: app.app_code };
  const created: NewEvent[] =
    operation.kind === 'createApp'
      ? [
          { kind: 'app.created', ...about, data: { offering: app.offering } },
          { kind: 'app.placed', ...about, data: { placement: app.placement ?? {} } },
        ]
      : [];
  await together(
    () => saveOperation(tx, operation),
    () => appendEvents(tx, [...created, finishedEvent(operation, app)]),
  );
}

/** The app, which a portal may now use. */
async function activated(tx: Conn, appCode: string): Promise<AppRow> {
  const [, app] = await together(
    () => tx.query(`update apps set state = 'active' where app_code = $1 and state = 'creating'`, [appCode]),
    () => getApp(tx, appCode),
  );
  return app;
}

async function resultOf(tx: Conn, operation: OperationRow, app: AppRow): Promise<OperationResult> {
  const result: OperationResult = { app: await summaryOf(tx, app) };
  if (operation.kind === 'resize') result.moved = operation.data.moves === true;
  const { transactionId } = operation.data;
  if (typeof transactionId === 'string') {
    const made = (await contractsOf(tx, app)).find((row) => row.transaction_id === transactionId);
    if (made) result.contract = deployedContract(made);
  }
  return result;
}

const finishedEvent = (operation: OperationRow, app: AppRow): NewEvent => ({
  kind: 'operation.finished',
  portalId: app.portal_id,
  appCode: app.app_code,
  data: { requestId: operation.request_id, kind: operation.kind, state: operation.state },
});
