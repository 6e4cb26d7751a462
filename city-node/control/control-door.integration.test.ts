import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  nodeUnderTest,
  perform,
  portalNode,
  smallApp,
  soon,
  uniqueId,
  valueOf,
  type NodeUnderTest,
  type TestPortal,
} from '#city-node/testing/test-node.ts';
import { enrolOverHttp } from '#adapters/city-node/http/index.ts';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { generateEdgeKey } from '#protocol/edge-signing/keys.ts';
import { signRequest } from '#protocol/edge-signing/request.ts';
import { issueEnrolmentToken } from './issue-token.ts';

const opened = nodeUnderTest(emptyDatabase(), { CAPACITY_TPS: '100', PUBLIC_DEMO: '1' });
let env: NodeUnderTest['env'];
let running: NodeUnderTest['running'];
let ours: NodeUnderTest['ours'];
let theirs: NodeUnderTest['theirs'];

beforeAll(() => void ({ env, running, ours, theirs } = opened()));

const target = '/control/v1/status';
const nodeId = () => running.node.key.id;
const nowSeconds = () => Math.floor(Date.now() / 1000);
const get = (headers: Record<string, string>) => fetch(env.PUBLIC_URL + target, { headers });
const signed = (created = nowSeconds(), node = nodeId(), key = ours.key) =>
  signRequest({ method: 'GET', target, body: '' }, key, node, created);

async function refusal(response: Response) {
  return { status: response.status, code: ((await response.json()) as { code: string }).code };
}

describe('the control door refuses', () => {
  it('an unsigned call', async () => {
    expect(await refusal(await get({}))).toEqual({ status: 401, code: 'signature.missing' });
  });
  it('a call signed by a key that is not pinned', async () => {
    const { key } = generateEdgeKey();
    const response = await get(signed(nowSeconds(), nodeId(), key));
    expect(await refusal(response)).toEqual({ status: 401, code: 'portal.unknown' });
  });
  it('a call in the name of another portal', async () => {
    const headers = signed(nowSeconds(), nodeId(), { ...theirs.key, id: ours.key.id });
    expect(await refusal(await get(headers))).toEqual({ status: 401, code: 'signature.wrong' });
  });
  it('a call meant for another node', async () => {
    const response = await get(signed(nowSeconds(), generateEdgeKey().key.id));
    expect(await refusal(response)).toEqual({ status: 401, code: 'signature.other-node' });
  });
  it('a stale call, and one from the future', async () => {
    for (const created of [nowSeconds() - 120, nowSeconds() + 120])
      expect(await refusal(await get(signed(created)))).toEqual({ status: 401, code: 'signature.stale' });
  });
  it('the very same call twice', async () => {
    const headers = signed();
    expect((await get(headers)).status).toBe(200);
    expect(await refusal(await get(headers))).toEqual({ status: 401, code: 'signature.repeated' });
  });
  it('a body other than the signed one', async () => {
    const path = `/control/v1/operations/${uniqueId('op')}`;
    const headers = signRequest(
      { method: 'PUT', target: path, body: '{}' },
      ours.key,
      nodeId(),
      nowSeconds(),
    );
    const response = await fetch(env.PUBLIC_URL + path, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"kind":"retire"}',
    });
    expect(await refusal(response)).toEqual({ status: 401, code: 'signature.digest' });
  });
  it('a body above a mebibyte', async () => {
    const response = await fetch(`${env.PUBLIC_URL}/control/v1/operations/${uniqueId('op')}`, {
      method: 'PUT',
      body: 'x'.repeat(1024 * 1024 + 1),
    });
    expect(response.status).toBe(413);
  });
});

describe('enrolment', () => {
  it('is good once, for one portal; the same portal may repeat it', async () => {
    const token = await issueEnrolmentToken(env.DATABASE_URL, env);
    const [first, second] = [generateEdgeKey().key, generateEdgeKey().key];
    expect(await enrolOverHttp({ key: first })(token, 'First', soon())).toMatchObject({ kind: 'done' });
    expect(await enrolOverHttp({ key: first })(token, 'First', soon())).toMatchObject({ kind: 'done' });
    expect(await enrolOverHttp({ key: second })(token, 'Second', soon())).toMatchObject({
      kind: 'rejected',
      code: 'enrolment.refused',
    });
  });
  it('refuses a token whose hour is over', async () => {
    const past = new Date(Date.now() - 2 * 3_600_000);
    const token = await issueEnrolmentToken(env.DATABASE_URL, env, past);
    const { key } = generateEdgeKey();
    expect(await enrolOverHttp({ key })(token, 'Late', soon())).toMatchObject({
      code: 'enrolment.refused',
    });
    // Anybody can make a key: a stranger's call leaves nothing behind.
    const client = new pg.Client({ connectionString: env.DATABASE_URL });
    await client.connect();
    const { rowCount } = await client.query('select from nonces_seen where portal_id = $1', [key.id]);
    await client.end();
    expect(rowCount).toBe(0);
  });
});

describe('apps of two portals', () => {
  const appCode = uniqueId('app');
  beforeAll(() => perform(ours.node, { kind: 'createApp', appCode, offering: 'ethereum', limits: smallApp }));

  it('are unknown to each other', async () => {
    expect(await theirs.node.appRead(appCode, 'summary', {}, soon())).toEqual({ kind: 'absent' });
    expect(await theirs.node.putOperation(uniqueId('op'), { kind: 'retire', appCode }, soon())).toMatchObject(
      {
        kind: 'rejected',
        reason: 'denied',
        code: 'app.unknown',
      },
    );
    const policy = { version: 9, limits: smallApp, keys: [], suspended: true };
    expect(await theirs.node.putPolicy(appCode, policy, soon())).toMatchObject({ code: 'app.unknown' });
    const limits = smallApp;
    const create = { kind: 'createApp' as const, appCode, offering: 'ethereum', limits };
    expect(await theirs.node.putOperation(uniqueId('op'), create, soon())).toMatchObject({
      code: 'app.taken',
    });
    expect(
      valueOf(await theirs.node.events({}, soon())).events.some((event) => event.appCode === appCode),
    ).toBe(false);
    expect(
      valueOf(await ours.node.events({}, soon())).events.some((event) => event.appCode === appCode),
    ).toBe(true);
  });

  it('take the newest policy only', async () => {
    const put = (version: number, tps: number) =>
      ours.node.putPolicy(
        appCode,
        { version, limits: { ...smallApp, tps }, keys: [], suspended: false },
        soon(),
      );
    expect(await put(5, 10)).toMatchObject({ kind: 'done', value: { version: 5 } });
    expect(await put(5, 10)).toMatchObject({ kind: 'done', value: { version: 5 } });
    expect(await put(5, 9)).toMatchObject({ kind: 'rejected', code: 'policy.conflict' });
    expect(await put(4, 10)).toMatchObject({ kind: 'rejected', code: 'policy.older' });
    expect(valueOf(await ours.node.appRead(appCode, 'summary', {}, soon())).policyVersion).toBe(5);
  });

  it('do one operation once, however often it is asked', async () => {
    const requestId = uniqueId('op');
    const request = { kind: 'suspend' as const, appCode };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ours.node.putOperation(requestId, request, soon())),
    );
    expect(answers.every(({ kind }) => kind === 'accepted' || kind === 'done')).toBe(true);
    await perform(ours.node, request, requestId);
    const events = valueOf(await ours.node.appRead(appCode, 'logs', { limit: 100 }, soon())).events;
    expect(events.filter(({ kind }) => kind === 'app.suspended')).toHaveLength(1);
    expect(await ours.node.putOperation(requestId, { kind: 'resume', appCode }, soon())).toMatchObject({
      kind: 'rejected',
      code: 'operation.conflict',
    });
    expect(await theirs.node.readOperation(requestId, soon())).toEqual({ kind: 'absent' });
    await perform(ours.node, { kind: 'resume', appCode });
  });
});

describe('capacity', () => {
  const hold = (portal: TestPortal, id: string, tps: number) =>
    portal.node.putReservation(
      id,
      {
        offering: 'ethereum',
        limits: { tps, storageGb: 1, bandwidthMbps: 1 },
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      },
      soon(),
    );

  it('is counted over both portals, and a hold is taken over by its app', async () => {
    const before = valueOf(await ours.node.status(soon())).capacity;
    const free = before.total.tps - before.used.tps - before.reserved.tps;
    const [id, appCode] = [uniqueId('hold'), uniqueId('app')];
    expect(await hold(ours, id, free - 5)).toMatchObject({ kind: 'done', value: { state: 'held' } });
    expect(await hold(theirs, uniqueId('hold'), 10)).toMatchObject({
      kind: 'rejected',
      reason: 'quota',
      code: 'capacity.saturated',
    });
    expect(valueOf(await theirs.node.status(soon())).capacity.reserved.tps).toBe(
      before.reserved.tps + free - 5,
    );
    const create = {
      kind: 'createApp' as const,
      appCode,
      offering: 'ethereum-public',
      limits: { tps: free - 5, storageGb: 1, bandwidthMbps: 1 },
      reservationId: id,
    };
    // Another portal's hold is of no use to this one.
    expect(await theirs.node.putOperation(uniqueId('op'), create, soon())).toMatchObject({
      code: 'capacity.saturated',
    });
    const { result } = await perform(ours.node, create);
    expect(result?.app).toMatchObject({
      placement: { kind: 'upstream', reason: { code: 'placement.public-endpoint' } },
      custodyAddress: null,
      endpoints: { neutral: null },
    });
    expect(valueOf(await ours.node.status(soon())).capacity.reserved.tps).toBe(before.reserved.tps);
    const deploy = {
      kind: 'registerParticipant' as const,
      appCode,
      participant: 'p',
      mode: 'trust' as const,
    };
    expect(await ours.node.putOperation(uniqueId('op'), deploy, soon())).toMatchObject({
      reason: 'unsupported',
    });
    await perform(ours.node, { kind: 'retire', appCode });
    expect(valueOf(await ours.node.status(soon())).capacity.used.tps).toBe(before.used.tps);
  });

  it('is never given out twice at once', async () => {
    const holds = await Promise.all(
      Array.from({ length: 12 }, (_, i) => hold(i % 2 ? ours : theirs, uniqueId('hold'), 20)),
    );
    const { total, used, reserved } = valueOf(await ours.node.status(soon())).capacity;
    expect(holds.some(({ kind }) => kind === 'rejected')).toBe(true);
    expect(used.tps + reserved.tps).toBeLessThanOrEqual(total.tps);
  });

  it('is freed by removing the hold, any number of times', async () => {
    const id = uniqueId('hold');
    expect(await ours.node.deleteReservation(id, soon())).toEqual({ kind: 'done', value: null });
  });
});

it('publishes its calls as OpenAPI 3.1', async () => {
  const document = (await (await fetch(`${env.PUBLIC_URL}/control/v1/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/control/v1/operations/{requestId}', '/control/v1/apps/{appCode}/summary']),
  );
});

it('answers under its own key only', async () => {
  const { publicKey } = generateEdgeKey().key;
  expect(await portalNode(env, ours.key, publicKey).status(soon())).toMatchObject({ kind: 'unknown' });
});
