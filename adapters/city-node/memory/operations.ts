import { createHash } from 'node:crypto';
import type {
  AppSummary,
  DeployedContract,
  OperationOf,
  OperationRecord,
  OperationRequest,
  StepName,
} from '#protocol/control/operations.ts';
import type { Rejection } from '#protocol/control/outcome.ts';
import type { Limits } from '#protocol/control/primitives.ts';
import { refuse, type MemoryState } from './state.ts';

const STEPS: Record<OperationRequest['kind'], readonly StepName[]> = {
  createApp: ['takeCapacity', 'choosePlacement', 'makeAccount', 'fundAccount'],
  deployContract: ['signTransaction', 'sendTransaction', 'awaitReceipt', 'checkCode'],
  upgradeContract: ['signTransaction', 'sendTransaction', 'awaitReceipt', 'checkCode', 'switchVersion'],
  resize: ['takeCapacity', 'changeLimits', 'freeCapacity'],
  suspend: ['stopCalls'],
  resume: ['allowCalls'],
  retire: ['stopCalls', 'destroyKey', 'freeCapacity'],
  registerParticipant: [],
};

const hexOf = (text: string, digits: number) =>
  '0x' + createHash('sha256').update(text).digest('hex').slice(0, digits);

export function newRecord(requestId: string, request: OperationRequest, at: string): OperationRecord {
  return {
    requestId,
    appCode: request.appCode,
    kind: request.kind,
    state: 'accepted',
    steps: STEPS[request.kind].map((name) => ({
      name,
      state: 'pending',
      startedAt: null,
      finishedAt: null,
      params: {},
    })),
    createdAt: at,
    updatedAt: at,
    finishedAt: null,
    waitingFor: null,
    result: null,
    rejection: null,
  };
}

/** Does what was asked, all at once; gives the finished record. */
export function finish(
  state: MemoryState,
  record: OperationRecord,
  request: OperationRequest,
): OperationRecord {
  const at = state.at();
  const outcome = perform(state, request);
  const ended = { ...record, updatedAt: at, finishedAt: at };
  if ('reason' in outcome) {
    const { reason, code, detail, params } = outcome;
    return {
      ...ended,
      state: 'rejected',
      rejection: { reason, code, detail, ...(params ? { params } : {}) },
    };
  }
  const steps = record.steps.map((step) => ({
    ...step,
    state: 'done' as const,
    startedAt: record.createdAt,
    finishedAt: at,
  }));
  return { ...ended, state: 'done', steps, result: outcome };
}

type Performed = NonNullable<OperationRecord['result']>;

function perform(state: MemoryState, request: OperationRequest): Performed | Rejection {
  if (request.kind === 'createApp') return createApp(state, request);
  const app = state.apps.get(request.appCode);
  if (!app || app.state === 'retired') return refuse('denied', 'app.unknown', 'no such app');
  switch (request.kind) {
    case 'deployContract':
    case 'upgradeContract':
      return deploy(state, app, request);
    case 'resize': {
      const short = state.shortOf(app.offering, request.limits, request.reservationId, app.limits);
      if (short) return short;
      return { app: state.save({ ...app, limits: request.limits }), moved: false };
    }
    case 'suspend':
      return { app: state.save({ ...app, suspended: true }) };
    case 'resume':
      return { app: state.save({ ...app, suspended: false }) };
    case 'retire':
      return { app: state.save({ ...app, state: 'retired', custodyAddress: null }) };
    case 'registerParticipant':
      return refuse('unsupported', 'operation.unsupported', 'this framework has no participants');
  }
}

function createApp(state: MemoryState, request: OperationOf<'createApp'>): Performed | Rejection {
  const { appCode, offering, limits } = request;
  if (state.apps.has(appCode)) return refuse('invalid', 'app.taken', 'there is an app of that code');
  const offered = state.offerings.find((candidate) => candidate.offering === offering);
  if (!offered) return refuse('unsupported', 'offering.unknown', 'not offered here');
  const short = state.shortOf(offering, limits, request.reservationId);
  if (short) return short;
  const app: AppSummary = {
    appCode,
    offering,
    state: 'active',
    suspended: false,
    limits,
    placement: placementOf(limits, offered.dedicatedFromTps, offered.access, offered.chainId ?? 0),
    custodyAddress: offered.access === 'deploy' ? hexOf(`account ${appCode}`, 40) : null,
    endpoints: {
      evm: `/evm/v1/${appCode}`,
      neutral: offered.access === 'deploy' ? `/v1/apps/${appCode}` : null,
    },
    contracts: [],
    policyVersion: 0,
    storageBytes: 0,
  };
  return { app: state.save(app) };
}

function placementOf(
  limits: Limits,
  line: number | null,
  access: 'deploy' | 'endpoint',
  chainId: number,
): AppSummary['placement'] {
  if (access === 'endpoint')
    return { kind: 'upstream', reason: { code: 'placement.public-endpoint', params: {} }, chainId };
  const above = line !== null && limits.tps >= line;
  const params = { tps: limits.tps, line: line ?? 0 };
  return above
    ? { kind: 'dedicated', reason: { code: 'placement.above-line', params }, chainId }
    : { kind: 'shared', reason: { code: 'placement.below-line', params }, chainId };
}

function deploy(
  state: MemoryState,
  app: AppSummary,
  request: OperationOf<'deployContract'> | OperationOf<'upgradeContract'>,
): Performed | Rejection {
  const { name, version } = request.package;
  const same = app.contracts.filter((contract) => contract.name === name);
  if (app.endpoints.neutral === null) return refuse('unsupported', 'operation.unsupported', 'calls only');
  if (same.some((contract) => contract.version === version))
    return refuse('invalid', 'contract.version-taken', 'that version is deployed');
  if (request.kind === 'deployContract' && same.length > 0)
    return refuse('invalid', 'contract.taken', 'that contract is deployed: upgrade it');
  if (request.kind === 'upgradeContract' && same.length === 0)
    return refuse('invalid', 'contract.unknown', 'no such contract');
  const contract: DeployedContract = {
    name,
    version,
    address: hexOf(`${app.appCode} ${name} ${version}`, 40),
    transactionId: hexOf(`deploy ${app.appCode} ${name} ${version}`, 64),
    height: (state.height += 1),
    deployedAt: state.at(),
    current: true,
  };
  const others = app.contracts.map((other) => (other.name === name ? { ...other, current: false } : other));
  return { app: state.save({ ...app, contracts: [...others, contract] }), contract };
}
