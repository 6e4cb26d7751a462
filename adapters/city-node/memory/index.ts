import { isDeepStrictEqual } from 'node:util';
import { listQuery, type AppReadKind, type AppReadResult } from '#protocol/control/app-reads.ts';
import { operationRequest, type OperationRecord } from '#protocol/control/operations.ts';
import type { Outcome, Unknown } from '#protocol/control/outcome.ts';
import { policy as policySchema } from '#protocol/control/policies.ts';
import type { Limits } from '#protocol/control/primitives.ts';
import { reservationRequest } from '#protocol/control/reservations.ts';
import type { NodeIdentity, NodeStatus, OfferingStatus } from '#protocol/control/status.ts';
import { pageQuery, type UsageBatch } from '#protocol/control/usage.ts';
import { generateEdgeKey } from '#protocol/edge-signing/keys.ts';
import type { CallOptions, CityNode } from '../port.ts';
import { finish, newRecord } from './operations.ts';
import { MemoryState, refuse } from './state.ts';

/** `drop-reply`: done, but the answer is lost. `reject`: refused, nothing happens. `slow`: silent until the caller gives up. */
export type Failure = 'drop-reply' | 'reject' | 'slow';

export interface MemoryCityNode extends CityNode {
  /** The next call, whichever it is, fails in this way. */
  failNext(failure: Failure): void;
  /** Adds a batch as if the gateway had counted it. */
  countUsage(batch: UsageBatch): void;
  /** Adds an event of one app, or of the node. */
  emit: MemoryState['emit'];
  readonly identity: NodeIdentity;
}

export interface MemoryOptions {
  identity?: Partial<NodeIdentity>;
  capacity?: Limits;
  offerings?: readonly OfferingStatus[];
  now?: () => number;
}

/**
 * A whole city node in memory, for development and tests. An operation is `accepted` when it is put and finishes at its
 * first read. It keeps the promises of the port: request ids, policy versions, capacity, pages that repeat.
 */
export function memoryCityNode(options: MemoryOptions = {}): MemoryCityNode {
  const now = options.now ?? Date.now;
  const state = new MemoryState(
    options.capacity ?? { tps: 5000, storageGb: 2000, bandwidthMbps: 1000 },
    options.offerings ?? [demoOffering],
    now,
  );
  const identity = identityOf(options.identity);
  const startedAt = state.at();
  const failures: Failure[] = [];
  state.emit('node.started', null, {});

  /** Runs one call, or fails it as was asked. */
  async function answer<T>(
    { signal }: CallOptions,
    work: () => T,
  ): Promise<T | Unknown | ReturnType<typeof refuse>> {
    if (signal.aborted) return unknown('time-out');
    const failure = failures.shift();
    if (failure === 'reject') return refuse('denied', 'node.refused', 'refused on purpose');
    if (failure === 'slow') {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      return unknown('time-out');
    }
    const value = structuredClone(work());
    return failure === 'drop-reply' ? unknown('the answer was lost') : value;
  }

  const done = <T>(value: T) => ({ kind: 'done' as const, value });

  return {
    kind: 'memory',
    identity,
    failNext: (failure) => void failures.push(failure),
    countUsage: (batch) => void state.usage.push(batch),
    emit: (kind, appCode, data) => state.emit(kind, appCode, data),
    status: (call) => answer(call, () => done(statusOf(state, identity, startedAt))),
    putOperation: (requestId, body, call) => answer(call, () => putOperation(state, requestId, body)),
    readOperation: (requestId, call) =>
      answer(call, () => {
        const known = state.operations.get(requestId);
        if (!known) return { kind: 'absent' as const };
        if (known.record.finishedAt === null) {
          known.record = finish(state, known.record, known.request);
          state.emit('operation.finished', known.record.appCode, { requestId, state: known.record.state });
        }
        return outcomeOf(known.record);
      }),
    putPolicy: (appCode, body, call) => answer(call, () => putPolicy(state, appCode, body)),
    putReservation: (id, body, call) => answer(call, () => putReservation(state, id, body)),
    deleteReservation: (id, call) =>
      answer(call, () => {
        const held = state.reservations.get(id);
        if (held?.state === 'held') held.state = 'released';
        return done(null);
      }),
    usage: (query, call) =>
      answer(call, () => {
        const page = pageOf(state.usage, pageQuery.parse(query));
        return done({ batches: page.items, next: page.next, more: page.more, observedAt: state.at() });
      }),
    events: (query, call) =>
      answer(call, () => {
        const page = pageOf(state.events, pageQuery.parse(query));
        return done({ events: page.items, next: page.next, more: page.more, observedAt: state.at() });
      }),
    appRead: (appCode, what, query, call) =>
      answer(call, () => {
        const app = state.apps.get(appCode);
        return app
          ? done(readApp(state, appCode, what, listQuery.parse(query)))
          : { kind: 'absent' as const };
      }),
  };
}

const unknown = (detail: string): Unknown => ({ kind: 'unknown', detail });

const demoOffering: OfferingStatus = {
  offering: 'ethereum',
  framework: 'ethereum',
  frameworkVersion: 'memory',
  kind: 'permissioned',
  access: 'deploy',
  evidence: 'unverified',
  health: 'up',
  chainId: 31337,
  height: 1,
  peers: null,
  dedicatedFromTps: 500,
  demo: true,
};

function identityOf(given: Partial<NodeIdentity> = {}): NodeIdentity {
  const { key } = generateEdgeKey();
  return {
    nodeId: key.id,
    publicKey: key.publicKey,
    name: 'Memory',
    city: 'Nowhere',
    country: 'SG',
    latitude: 0,
    longitude: 0,
    provider: 'Nobody',
    publicUrl: 'http://memory.invalid',
    softwareVersion: '0',
    ...given,
  };
}

function statusOf(state: MemoryState, node: NodeIdentity, startedAt: string): NodeStatus {
  const active = [...state.apps.values()].filter((app) => app.state === 'active');
  return {
    node,
    observedAt: state.at(),
    startedAt,
    health: 'up',
    capacity: { total: state.total, reserved: state.reserved(), used: state.used() },
    offerings: state.offerings.map((offering) => ({ ...offering, height: state.height })),
    apps: {
      active: active.length,
      dedicated: active.filter((app) => app.placement?.kind === 'dedicated').length,
    },
    dedicatedPeers: active.flatMap(({ appCode, placement }) =>
      placement?.kind === 'dedicated'
        ? [{ appCode, chainId: placement.chainId, health: 'up' as const, height: state.height }]
        : [],
    ),
    operationsOpen: [...state.operations.values()].filter(({ record }) => record.finishedAt === null).length,
  };
}

function outcomeOf(record: OperationRecord): Outcome<OperationRecord> {
  if (record.rejection) return { kind: 'rejected', ...record.rejection };
  if (record.state === 'done') return { kind: 'done', value: record };
  return { kind: 'accepted', ticket: record.requestId, value: record };
}

function putOperation(state: MemoryState, requestId: string, body: unknown): Outcome<OperationRecord> {
  const parsed = operationRequest.safeParse(body);
  if (!parsed.success) return refuse('invalid', 'request.invalid', parsed.error.message.slice(0, 500));
  const known = state.operations.get(requestId);
  if (known && !isDeepStrictEqual(known.request, parsed.data))
    return refuse('invalid', 'operation.conflict', 'that id was used for another operation');
  if (known) return outcomeOf(known.record);
  if (parsed.data.kind === 'registerParticipant')
    return refuse('unsupported', 'operation.unsupported', 'this framework has no participants');
  const record = newRecord(requestId, parsed.data, state.at());
  state.operations.set(requestId, { request: parsed.data, record });
  return outcomeOf(record);
}

function putPolicy(state: MemoryState, appCode: string, body: unknown) {
  const parsed = policySchema.safeParse(body);
  if (!parsed.success) return refuse('invalid', 'request.invalid', parsed.error.message.slice(0, 500));
  const app = state.apps.get(appCode);
  if (!app) return refuse('denied', 'app.unknown', 'no such app');
  const known = state.policies.get(appCode);
  if (known && known.version > parsed.data.version)
    return refuse('invalid', 'policy.older', `version ${known.version} is in force`);
  if (known?.version === parsed.data.version && !isDeepStrictEqual(known, parsed.data))
    return refuse('invalid', 'policy.conflict', 'that version has other content');
  state.policies.set(appCode, parsed.data);
  state.save({ ...app, policyVersion: parsed.data.version });
  const receipt = { appCode, version: parsed.data.version, appliedAt: state.at() };
  return { kind: 'done' as const, value: receipt };
}

function putReservation(state: MemoryState, id: string, body: unknown) {
  const parsed = reservationRequest.safeParse(body);
  if (!parsed.success) return refuse('invalid', 'request.invalid', parsed.error.message.slice(0, 500));
  const { offering, limits, expiresAt } = parsed.data;
  if (!state.offerings.some((offered) => offered.offering === offering))
    return refuse('unsupported', 'offering.unknown', 'not offered here');
  const known = state.reservations.get(id);
  if (known && known.state !== 'held') return { kind: 'done' as const, value: known };
  if (known && !isDeepStrictEqual(known.limits, limits))
    return refuse('invalid', 'reservation.conflict', 'that id holds something else');
  const short = known ? null : state.shortOf(offering, limits);
  if (short) return short;
  const held = { id, offering, limits, expiresAt, state: 'held' as const };
  state.reservations.set(id, held);
  return { kind: 'done' as const, value: held };
}

/** A list that only grows; a position is the number of items before it. */
function pageOf<T>(all: readonly T[], { after, limit }: { after: string; limit: number }) {
  const start = after === '' ? 0 : Number(after);
  const items = all.slice(start, start + limit);
  const end = start + items.length;
  return { items, next: String(end), more: end < all.length };
}

function readApp<K extends AppReadKind>(
  state: MemoryState,
  appCode: string,
  what: K,
  query: { after: string; limit: number },
): AppReadResult<K> {
  const app = state.apps.get(appCode);
  const logs = state.events.filter((event) => event.appCode === appCode);
  const page = pageOf(logs, query);
  const reads = {
    summary: app,
    blocks: { height: state.height, blocks: [] },
    transactions: { transactions: [], next: '', more: false },
    events: { events: [], next: '', more: false },
    logs: { events: page.items, next: page.next, more: page.more, observedAt: state.at() },
  };
  // Each member has its kind's shape; the compiler cannot follow an index by a type parameter.
  return reads[what] as AppReadResult<K>;
}
