import { createHash } from 'node:crypto';
import { together } from '#adapters/postgres/together.ts';
import { contractsOf, findAppOf, limitsOf, type AppRow } from '#city-node/apps/app-row.ts';
import {
  lockCapacity,
  markTaken,
  readCapacity,
  shortage,
  takeReservation,
} from '#city-node/capacity/capacity.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { firstRow, inTransaction, type Conn } from '#city-node/db/pool.ts';
import {
  operationRequest,
  type OperationOf,
  type OperationRecord,
  type OperationRequest,
  type StepName,
} from '#protocol/control/operations.ts';
import type { Outcome, Rejection } from '#protocol/control/outcome.ts';
import type { JsonValue } from '#protocol/control/primitives.ts';
import { operationColumns, outcomeOf, pendingStep, type OperationRow } from './operation-row.ts';
import { crossesLine } from './placement.ts';
import { beforeResize } from './undo.ts';

export const refuse = (
  reason: Rejection['reason'],
  code: string,
  detail: string,
  params?: Rejection['params'],
): Rejection => ({
  kind: 'rejected',
  reason,
  code,
  detail: detail.slice(0, 1000),
  ...(params ? { params } : {}),
});

/** What an accepted operation will do, and what has been done by accepting it. */
interface Plan {
  steps: readonly StepName[];
  /** Steps that accepting it has done already. */
  done?: readonly StepName[];
  data?: Record<string, JsonValue>;
}

const deploySteps: StepName[] = ['signTransaction', 'sendTransaction', 'awaitReceipt', 'checkCode'];
const moveSteps: StepName[] = ['startChain', 'makeAccount', 'fundAccount', 'moveContracts'];

/**
 * Takes an operation in, or refuses it; a refusal here leaves nothing behind. The same id and content again gives what
 * became of it, other content under a known id is `operation.conflict`. Capacity is taken here, in the same transaction.
 */
export async function acceptOperation(
  node: CityNodeContext,
  portalId: string,
  requestId: string,
  body: unknown,
): Promise<Outcome<OperationRecord>> {
  const parsed = operationRequest.safeParse(body);
  if (!parsed.success) return refuse('invalid', 'request.invalid', parsed.error.message);
  const request = parsed.data;
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  return inTransaction(node.pool, async (tx) => {
    const [, known] = await together(
      () => tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${portalId} ${requestId}`]),
      () => findOperation(tx, portalId, requestId),
    );
    if (known && known.fingerprint !== fingerprint)
      return refuse('invalid', 'operation.conflict', 'that id was used for another operation');
    if (known) return outcomeOf(known);
    const plan = await planOf(node, tx, portalId, request);
    if ('kind' in plan) return plan;
    return outcomeOf(await insert(tx, portalId, requestId, request, fingerprint, plan, node.now()));
  });
}

export async function findOperation(
  conn: Conn,
  portalId: string,
  requestId: string,
): Promise<OperationRow | null> {
  return firstRow<OperationRow>(
    conn,
    `select ${operationColumns} from operations where portal_id = $1 and request_id = $2`,
    [portalId, requestId],
  );
}

async function insert(
  tx: Conn,
  portalId: string,
  requestId: string,
  request: OperationRequest,
  fingerprint: string,
  plan: Plan,
  now: Date,
): Promise<OperationRow> {
  const at = now.toISOString();
  const steps = plan.steps.map((name) =>
    plan.done?.includes(name)
      ? { ...pendingStep(name), state: 'done' as const, startedAt: at, finishedAt: at }
      : pendingStep(name),
  );
  const row = await firstRow<OperationRow>(
    tx,
    `insert into operations (portal_id, request_id, fingerprint, app_code, kind, request, steps, data)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${operationColumns}`,
    [
      portalId,
      requestId,
      fingerprint,
      request.appCode,
      request.kind,
      JSON.stringify(request),
      JSON.stringify(steps),
      JSON.stringify(plan.data ?? {}),
    ],
  );
  if (!row) throw new Error('the operation was not written');
  return row;
}

async function planOf(
  node: CityNodeContext,
  tx: Conn,
  portalId: string,
  request: OperationRequest,
): Promise<Plan | Rejection> {
  if (request.kind === 'createApp') return planCreate(node, tx, portalId, request);
  const app = await findAppOf(tx, portalId, request.appCode);
  if (!app || app.state === 'retired') return refuse('denied', 'app.unknown', `no app ${request.appCode}`);
  if (app.state === 'retiring')
    return refuse('denied', 'app.retiring', `${request.appCode} is being retired`);
  switch (request.kind) {
    case 'deployContract':
    case 'upgradeContract':
      return (await refuseDeployment(tx, app, request)) ?? { steps: stepsOfDeployment(request.kind) };
    case 'resize':
      return planResize(node, tx, app, request);
    case 'suspend':
      return { steps: ['stopCalls'] };
    case 'resume':
      return { steps: ['allowCalls'] };
    case 'retire': {
      const ends: StepName[] = app.placement?.kind === 'dedicated' ? ['stopChain'] : [];
      return { steps: ['stopCalls', 'destroyKey', ...ends, 'freeCapacity'] };
    }
    case 'registerParticipant':
      return refuse(
        'unsupported',
        'operation.unsupported',
        `${app.framework} has no participant certificates`,
      );
  }
}

const stepsOfDeployment = (kind: 'deployContract' | 'upgradeContract'): StepName[] =>
  kind === 'upgradeContract' ? [...deploySteps, 'switchVersion'] : deploySteps;

/** Checked when taken in, and again before signing, since another deployment may have come between. */
export async function refuseDeployment(
  conn: Conn,
  app: AppRow,
  request: OperationOf<'deployContract'> | OperationOf<'upgradeContract'>,
): Promise<Rejection | null> {
  if (app.access !== 'deploy')
    return refuse('unsupported', 'operation.unsupported', `${app.offering} takes calls only`);
  const { name, version } = request.package;
  const same = (await contractsOf(conn, app)).filter((contract) => contract.name === name);
  if (same.some((contract) => contract.version === version))
    return refuse('invalid', 'contract.version-taken', `${name} ${version} is deployed`, { name, version });
  if (request.kind === 'deployContract' && same.length > 0)
    return refuse('invalid', 'contract.taken', `${name} is deployed: upgrade it`, { name });
  if (request.kind === 'upgradeContract' && same.length === 0)
    return refuse('invalid', 'contract.unknown', `${name} is not deployed: deploy it`, { name });
  return null;
}

async function planCreate(
  node: CityNodeContext,
  tx: Conn,
  portalId: string,
  request: OperationOf<'createApp'>,
): Promise<Plan | Rejection> {
  const offering = node.offerings.find(({ id }) => id === request.offering);
  if (!offering) return refuse('unsupported', 'offering.unknown', `${request.offering} is not offered here`);
  const now = node.now();
  const [, taken, held, capacity] = await together(
    () => lockCapacity(tx),
    () => isTaken(tx, portalId, request.appCode),
    () => takeReservation(tx, portalId, request.reservationId, now),
    () => readCapacity(tx, node.env, now),
  );
  if (taken) return refuse('invalid', 'app.taken', `there is an app ${request.appCode}`);
  const short = shortage(capacity, request.limits, held ? [held] : []);
  if (short) return short;
  await together(
    () => markTaken(tx, portalId, request.reservationId),
    () => insertApp(tx, portalId, offering, request),
  );
  const account: StepName[] =
    offering.access === 'deploy' ? ['startChain', 'makeAccount', 'fundAccount'] : [];
  return { steps: ['takeCapacity', 'choosePlacement', ...account], done: ['takeCapacity'] };
}

async function insertApp(
  tx: Conn,
  portalId: string,
  offering: CityNodeContext['offerings'][number],
  request: OperationOf<'createApp'>,
): Promise<void> {
  const { tps, storageGb, bandwidthMbps } = request.limits;
  await tx.query(
    `insert into apps (app_code, portal_id, offering, framework, kind, access, tps, storage_gb, bandwidth_mbps)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (app_code) do update set offering = excluded.offering, framework = excluded.framework,
       kind = excluded.kind, access = excluded.access, tps = excluded.tps, storage_gb = excluded.storage_gb,
       bandwidth_mbps = excluded.bandwidth_mbps, state = 'creating', suspended = false, chain = null,
       placement = null, policy_version = 0`,
    [
      request.appCode,
      portalId,
      offering.id,
      offering.framework,
      offering.kind,
      offering.access,
      tps,
      storageGb,
      bandwidthMbps,
    ],
  );
}

/**
 * A portal may ask again for an app of its own that was never made: every createApp so far was rejected, and nothing
 * else that was asked of it is still to be done.
 */
async function isTaken(tx: Conn, portalId: string, appCode: string): Promise<boolean> {
  const row = await firstRow<{ free: boolean }>(
    tx,
    `select portal_id = $2 and state = 'retired' and not exists (
       select 1 from operations as o where o.app_code = apps.app_code
         and (o.state in ('accepted', 'running') or (o.kind = 'createApp' and o.state <> 'rejected'))
     ) as free
     from apps where app_code = $1 for update`,
    [appCode, portalId],
  );
  return row !== null && !row.free;
}

async function planResize(
  node: CityNodeContext,
  tx: Conn,
  app: AppRow,
  request: OperationOf<'resize'>,
): Promise<Plan | Rejection> {
  const offering = node.offerings.find(({ id }) => id === app.offering);
  if (!offering) return refuse('unsupported', 'offering.unknown', `${app.offering} is no longer offered`);
  await lockCapacity(tx);
  const open = await firstRow(
    tx,
    `select 1 from operations where app_code = $1 and kind = 'resize' and state in ('accepted', 'running')`,
    [app.app_code],
  );
  if (open) return refuse('denied', 'app.busy', `${app.app_code} is being resized`);
  const now = node.now();
  const [held, capacity] = await together(
    () => takeReservation(tx, app.portal_id, request.reservationId, now),
    () => readCapacity(tx, node.env, now),
  );
  const short = shortage(capacity, request.limits, held ? [limitsOf(app), held] : [limitsOf(app)]);
  if (short) return short;
  await markTaken(tx, app.portal_id, request.reservationId);
  // What is added is taken now; what is given back is freed by changeLimits.
  const { tps, storageGb, bandwidthMbps } = request.limits;
  await tx.query(
    `update apps set tps = greatest(tps, $2), storage_gb = greatest(storage_gb, $3),
       bandwidth_mbps = greatest(bandwidth_mbps, $4) where app_code = $1`,
    [app.app_code, tps, storageGb, bandwidthMbps],
  );
  const crosses = crossesLine(offering, app, tps);
  // With nothing deployed there is nothing that a move could lose.
  const moves = crosses && (request.move || (await contractsOf(tx, app)).length === 0);
  const ends: StepName[] = app.placement?.kind === 'dedicated' ? ['stopChain'] : [];
  return {
    steps: ['takeCapacity', 'changeLimits', 'choosePlacement', ...(moves ? [...moveSteps, ...ends] : [])],
    done: ['takeCapacity'],
    data: { moves, crosses, before: beforeResize(app) },
  };
}
