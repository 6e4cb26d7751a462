import { expect, it } from 'vitest';
import type { PolicyInput } from '#protocol/control/policies.ts';
import type { OperationRecord } from '#protocol/control/operations.ts';
import type { Absent, Outcome } from '#protocol/control/outcome.ts';
import type { CityNode, ReadOutcome } from './port.ts';

export interface ContractSubject {
  node: CityNode;
  /** An offering of the node with access `deploy`, with room for some apps of 10 TPS, 1 GB, 1 Mbit/s. */
  offering: string;
}

const small = { tps: 10, storageGb: 1, bandwidthMbps: 1 };
const calm = () => ({ signal: AbortSignal.timeout(50_000) });
let serial = 0;
const fresh = (prefix: string) => `${prefix}-${process.pid}-${Date.now().toString(36)}-${(serial += 1)}`;

/** What the worker may rely on, whichever way a city node is reached. Call it inside a `describe`. */
export function cityNodeContract(subject: () => ContractSubject): void {
  const created = async () => {
    const { node, offering } = subject();
    const appCode = fresh('app');
    const record = await finished(node, fresh('create'), {
      kind: 'createApp',
      appCode,
      offering,
      limits: small,
    });
    expect(record.state).toBe('done');
    return { node, offering, appCode };
  };

  it('tells who it is, what it offers and what is left', async () => {
    const { node, offering } = subject();
    const status = value(await node.status(calm()));
    expect(status.offerings.map((offered) => offered.offering)).toContain(offering);
    expect(status.capacity.total.tps).toBeGreaterThanOrEqual(status.capacity.used.tps);
  });

  it('does the same request id once, and gives its record again', async () => {
    const { node, offering } = subject();
    const before = value(await node.status(calm())).capacity.used.tps;
    const id = fresh('create');
    const request = { kind: 'createApp' as const, appCode: fresh('app'), offering, limits: small };
    const first = await finished(node, id, request);
    const again = value(await node.putOperation(id, request, calm()));
    expect(again.result).toEqual(first.result);
    expect(value(await node.status(calm())).capacity.used.tps).toBe(before + small.tps);
  });

  it('refuses other content under a known id', async () => {
    const { node, appCode } = await created();
    const id = fresh('suspend');
    await finished(node, id, { kind: 'suspend', appCode });
    const other = await node.putOperation(id, { kind: 'resume', appCode }, calm());
    expect(other).toMatchObject({ kind: 'rejected', code: 'operation.conflict' });
  });

  it('calls an operation that it never took in absent', async () => {
    expect(await subject().node.readOperation(fresh('never'), calm())).toEqual({ kind: 'absent' });
  });

  it('suspends and resumes, and says so in the summary', async () => {
    const { node, appCode } = await created();
    await finished(node, fresh('suspend'), { kind: 'suspend', appCode });
    expect(value(await node.appRead(appCode, 'summary', {}, calm())).suspended).toBe(true);
    await finished(node, fresh('resume'), { kind: 'resume', appCode });
    expect(value(await node.appRead(appCode, 'summary', {}, calm())).suspended).toBe(false);
  });

  it('takes a newer policy, the same one again, and refuses an older one', async () => {
    const { node, appCode } = await created();
    const policy = (version: number): PolicyInput => ({ version, limits: small, keys: [], suspended: false });
    expect(value(await node.putPolicy(appCode, policy(2), calm())).version).toBe(2);
    expect(value(await node.putPolicy(appCode, policy(2), calm())).version).toBe(2);
    const changed = await node.putPolicy(appCode, { ...policy(2), suspended: true }, calm());
    expect(changed.kind).toBe('rejected');
    expect(await node.putPolicy(appCode, policy(1), calm())).toMatchObject({
      kind: 'rejected',
      code: 'policy.older',
    });
  });

  it('holds capacity softly, hands it to the app, and lets go when asked', async () => {
    const { node, offering } = subject();
    const reserved = async () => value(await node.status(calm())).capacity.reserved.tps;
    const before = await reserved();
    const hold = { offering, limits: small, expiresAt: new Date(Date.now() + 600_000).toISOString() };
    const [kept, dropped] = [fresh('hold'), fresh('hold')];
    for (const id of [kept, kept, dropped]) {
      expect(value(await node.putReservation(id, hold, calm())).state).toBe('held');
    }
    expect(await reserved()).toBe(before + 2 * small.tps);
    for (const id of [dropped, dropped, fresh('hold')]) {
      expect((await node.deleteReservation(id, calm())).kind).toBe('done');
    }
    const request = {
      kind: 'createApp' as const,
      appCode: fresh('app'),
      offering,
      limits: small,
      reservationId: kept,
    };
    await finished(node, fresh('create'), request);
    expect(await reserved()).toBe(before);
  });

  it('refuses more than is left, with the reason', async () => {
    const { node, offering } = subject();
    const limits = { tps: 1_000_000, storageGb: 1_000_000, bandwidthMbps: 1_000_000 };
    const hold = { offering, limits, expiresAt: new Date(Date.now() + 60_000).toISOString() };
    expect(await node.putReservation(fresh('hold'), hold, calm())).toMatchObject({
      kind: 'rejected',
      reason: 'quota',
      code: 'capacity.saturated',
    });
  });

  it('says unsupported, rather than failing, for what its framework lacks', async () => {
    const { node, appCode } = await created();
    const request = {
      kind: 'registerParticipant' as const,
      appCode,
      participant: 'p1',
      mode: 'trust' as const,
    };
    expect(await ended(node, fresh('register'), request)).toMatchObject({
      kind: 'rejected',
      reason: 'unsupported',
    });
  });

  it('gives the same page of usage and events from the same position', async () => {
    const { node } = await created();
    const pages = {
      usage: async (after: string) => value(await node.usage({ after, limit: 2 }, calm())),
      events: async (after: string) => value(await node.events({ after, limit: 2 }, calm())),
    };
    for (const page of Object.values(pages)) {
      const [first, again] = [await page(''), await page('')];
      expect({ ...again, observedAt: '' }).toEqual({ ...first, observedAt: '' });
      expect((await page(first.next)).next).toBeTypeOf('string');
    }
  });

  it('shows nothing of an app that is not there', async () => {
    expect(await subject().node.appRead(fresh('none'), 'summary', {}, calm())).toEqual({ kind: 'absent' });
  });

  it('is unknown, and does not throw, when the caller gives up', async () => {
    const gone = { signal: AbortSignal.abort() };
    const { node } = subject();
    const outcomes = await Promise.all([
      node.status(gone),
      node.usage({}, gone),
      node.readOperation('abcdefgh', gone),
    ]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['unknown', 'unknown', 'unknown']);
  });
}

function value<T>(outcome: Outcome<T> | ReadOutcome<T> | Absent): T {
  if (outcome.kind !== 'done' && outcome.kind !== 'accepted')
    throw new Error(`expected an answer, not ${JSON.stringify(outcome)}`);
  return outcome.value;
}

type Request = Parameters<CityNode['putOperation']>[1];

/** Puts an operation and reads until it has ended. */
async function ended(node: CityNode, id: string, request: Request) {
  let outcome: Outcome<OperationRecord> | Absent = await node.putOperation(id, request, calm());
  const until = Date.now() + 50_000;
  while (outcome.kind === 'accepted' && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    outcome = await node.readOperation(id, calm());
  }
  return outcome;
}

async function finished(node: CityNode, id: string, request: Request): Promise<OperationRecord> {
  return value(await ended(node, id, request));
}
