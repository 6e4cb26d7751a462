import { asc, eq, sql } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { memoryCityNode } from '#adapters/city-node/memory/index.ts';
import type { Enrol } from '#adapters/city-node/port.ts';
import { db } from '#db/connection.ts';
import { auditLog } from '#db/schema/audit.ts';
import { nodeEvents } from '#db/schema/apps.ts';
import { cityNodeEnrolments, cityNodes, offerings, providers } from '#db/schema/catalogue.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { nodesOf, testNode } from '#lib/operations/testing/one-app.ts';
import { printToken } from '#protocol/control/enrolment.ts';
import { approveCityNode, approveCityNodeInput } from './approve-city-node.ts';
import { announcedKey } from './city-node-row.ts';
import { editCityNode, editCityNodeInput } from './edit-city-node.ts';
import { enrolCityNode, enrolCityNodeInput } from './enrol-city-node.ts';
import { getCityNodeForStaff } from './get-city-node.ts';
import { getEnrolment } from './get-enrolment.ts';
import { listCityNodesForStaff } from './list-city-nodes.ts';
import { pauseCityNode, pauseCityNodeInput } from './pause-city-node.ts';
import { redeemEnrolment } from './redeem-enrolment.ts';
import { resumeCityNode, resumeCityNodeInput } from './resume-city-node.ts';
import { setOffering, setOfferingInput } from './set-offering.ts';
import { syncStatus } from './sync-status.ts';

testDatabase();

const operator = testActor({ role: 'operator', name: 'Node Keeper' });

function invited(name: string, city = name, expiresInMs = 3_600_000) {
  const node = memoryCityNode({ identity: { name, city, provider: `${name} Cloud` } });
  const token = printToken({
    v: 1,
    url: 'http://node.invalid',
    key: node.identity.publicKey,
    secret: 'x'.repeat(43),
    expiresAt: new Date(Date.now() + expiresInMs).toISOString(),
  });
  const enrol: Enrol = () =>
    Promise.resolve({
      kind: 'done',
      value: { node: node.identity, enrolledAt: new Date().toISOString() },
    });
  return { node, token, enrol };
}

async function enrolled(name: string, city = name) {
  const { node, token, enrol } = invited(name, city);
  const { id } = await enrolCityNode(operator, enrolCityNodeInput.parse({ requestId: newId(), token }));
  await redeemEnrolment(id, 'Test Portal', enrol);
  const [row] = await db().select().from(cityNodes).where(eq(cityNodes.publicKey, node.identity.publicKey));
  if (!row) throw new Error('not enrolled');
  return { id: row.id, slug: row.slug, node, enrolmentId: id };
}

const change = (cityNodeId: string) => ({ requestId: newId(), cityNodeId });

describe('enrolment', () => {
  it('pins the node’s key, makes its provider, forgets the token, and is a city on the map', async () => {
    const { id, enrolmentId, node } = await enrolled('Hangzhou');
    const [row] = await db()
      .select()
      .from(cityNodes)
      .innerJoin(providers, eq(providers.id, cityNodes.providerId))
      .where(eq(cityNodes.id, id));
    expect(row).toMatchObject({
      city_nodes: { publicKey: node.identity.publicKey, state: 'enrolled', city: { zh: '杭州' } },
      providers: { name: 'Hangzhou Cloud', slug: 'hangzhou-cloud' },
    });
    expect(await getEnrolment(operator, enrolmentId)).toMatchObject({ state: 'enrolled', slug: 'hangzhou' });
    const [kept] = await db().select().from(cityNodeEnrolments).where(eq(cityNodeEnrolments.id, enrolmentId));
    expect(kept?.token).toBeNull();
  });

  it('says why a token is of no use before anything is called', async () => {
    const enrolBy = (token: string) =>
      enrolCityNode(operator, enrolCityNodeInput.parse({ requestId: newId(), token }));
    await expect(enrolBy('cpn1_nonsense')).rejects.toMatchObject({ code: 'invalid', field: 'token' });
    await expect(enrolBy(invited('Late', 'Late', -1).token)).rejects.toMatchObject({ code: 'expired' });
  });

  it('gives a repeated request the first enrolment, and tries again while the node keeps silent', async () => {
    const { token, enrol, node } = invited('Silent');
    const input = enrolCityNodeInput.parse({ requestId: newId(), token });
    const first = await enrolCityNode(operator, input);
    expect(await enrolCityNode(operator, input)).toEqual(first);
    const silent: Enrol = () => Promise.resolve({ kind: 'unknown', detail: 'time-out' });
    await redeemEnrolment(first.id, 'Test Portal', silent);
    const { rows: later } = await db().execute(sql`
      select from graphile_worker.jobs where key = ${`enrolment:${first.id}`} and run_at > now() + interval '5 s'`);
    expect(later).toHaveLength(1);
    expect(await getEnrolment(operator, first.id)).toMatchObject({ state: 'asked' });
    await Promise.all([
      redeemEnrolment(first.id, 'Test Portal', enrol),
      redeemEnrolment(first.id, 'Test Portal', enrol),
    ]);
    const rows = await db().select().from(cityNodes).where(eq(cityNodes.publicKey, node.identity.publicKey));
    expect(rows).toHaveLength(1);
  });

  it('ends with the reason when the node kept silent for as long as the token lived', async () => {
    const { token } = invited('Mute', 'Mute', 60_000);
    const { id } = await enrolCityNode(operator, enrolCityNodeInput.parse({ requestId: newId(), token }));
    const silent: Enrol = () => Promise.resolve({ kind: 'unknown', detail: 'time-out' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    await redeemEnrolment(id, 'Test Portal', silent);
    vi.useRealTimers();
    expect(await getEnrolment(operator, id)).toMatchObject({
      state: 'failed',
      failure: { messageId: 'cityNodes.enrolmentUnreachable', params: { detail: 'time-out' } },
    });
  });

  it('ends with the reason when the node refuses, or answers under another key', async () => {
    const { token } = invited('Refusing');
    const other = invited('Other');
    const refusing: Enrol = () =>
      Promise.resolve({ kind: 'rejected', reason: 'denied', code: 'enrolment.used', detail: 'used' });
    for (const [enrol, messageId] of [
      [refusing, 'cityNodes.enrolmentRefused'],
      [other.enrol, 'cityNodes.enrolmentOtherKey'],
    ] as const) {
      const { id } = await enrolCityNode(operator, enrolCityNodeInput.parse({ requestId: newId(), token }));
      await redeemEnrolment(id, 'Test Portal', enrol);
      expect(await getEnrolment(operator, id)).toMatchObject({ state: 'failed', failure: { messageId } });
    }
  });

  it('completes a node that was announced by name, and gives a second of one name another address', async () => {
    const [provider] = await db().select().from(providers).limit(1);
    const id = newId();
    await db()
      .insert(cityNodes)
      .values({
        id,
        slug: 'osaka',
        city: { en: 'Osaka', zh: '大阪' },
        country: 'JP',
        latitude: 0,
        longitude: 0,
        providerId: provider?.id ?? '',
        controlUrl: '',
        gatewayUrl: '',
        publicKey: announcedKey('osaka'),
        state: 'enrolled',
        enrolledBy: 'test',
      });
    expect((await enrolled('Osaka')).id).toBe(id);
    expect((await enrolled('Osaka')).slug).toBe('osaka-2');
  });
});

describe('status', () => {
  it('writes health, free capacity and offerings, by their names on the wire', async () => {
    const place = await enrolled('Singapore');
    const limits = { tps: 7, storageGb: 8, bandwidthMbps: 9 };
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    await place.node.putReservation(
      newId(),
      { offering: 'ethereum', limits, expiresAt },
      { signal: AbortSignal.timeout(5_000) },
    );
    await syncStatus(nodesOf([place]));
    await syncStatus(nodesOf([place]));
    const record = await getCityNodeForStaff(operator, place.slug);
    expect(record).toMatchObject({ health: 'healthy', free: { tps: 5000 - 7, storageGb: 2000 - 8 } });
    expect(record?.offerings).toMatchObject([
      // Nobody has seen it work: off until an operator says otherwise.
      { wireId: 'ethereum', evidence: 'unverified', enabled: false, now: { health: 'up' } },
    ]);
    expect(record?.offerings[0]?.note.zh).toContain('演示');
  });

  it('loses its good name by degrees while it keeps silent, and shows when', async () => {
    const place = await testNode('Fading');
    const seen: (string | undefined)[] = [];
    for (let call = 0; call < 3; call += 1) {
      place.node.failNext('drop-reply');
      await syncStatus(nodesOf([place]));
      const [row] = await db().select().from(cityNodes).where(eq(cityNodes.id, place.id));
      seen.push(row?.health);
    }
    expect(seen).toEqual(['healthy', 'degraded', 'unreachable']);
    await syncStatus(nodesOf([place]));
    const told = await db()
      .select({ payload: nodeEvents.payload })
      .from(nodeEvents)
      .where(eq(nodeEvents.cityNodeId, place.id))
      .orderBy(asc(nodeEvents.at), asc(nodeEvents.eventId));
    expect(told.map(({ payload }) => (payload as { to: string }).to).sort()).toEqual(
      ['healthy', 'degraded', 'unreachable', 'healthy'].sort(),
    );
  });
});

describe('an operator', () => {
  it('approves once the node was seen, pauses, resumes; each step once, and audited', async () => {
    const place = await enrolled('Shanghai');
    const approve = approveCityNodeInput.parse(change(place.id));
    await expect(approveCityNode(operator, approve)).rejects.toMatchObject({ code: 'conflict' });
    await syncStatus(nodesOf([place]));
    await approveCityNode(operator, approve);
    await approveCityNode(operator, approve);
    await pauseCityNode(operator, pauseCityNodeInput.parse(change(place.id)));
    await expect(pauseCityNode(operator, pauseCityNodeInput.parse(change(place.id)))).rejects.toMatchObject({
      code: 'conflict',
    });
    await resumeCityNode(operator, resumeCityNodeInput.parse(change(place.id)));
    const audit = await db()
      .select({ action: auditLog.action })
      .from(auditLog)
      .where(eq(auditLog.subjectId, place.id))
      .orderBy(asc(auditLog.id));
    expect(audit.map(({ action }) => action)).toEqual([
      'cityNode.approve',
      'cityNode.pause',
      'cityNode.resume',
    ]);
  });

  it('names the city, moves the address, and decides what is on sale', async () => {
    const place = await enrolled('Chengdu');
    await syncStatus(nodesOf([place]));
    await editCityNode(
      operator,
      editCityNodeInput.parse({
        ...change(place.id),
        cityEn: 'Chengdu South',
        cityZh: '成都南',
        controlUrl: 'https://chengdu.example:8443',
      }),
    );
    const [offering] = await db().select().from(offerings).where(eq(offerings.cityNodeId, place.id));
    const set = { requestId: newId(), offeringId: offering?.id, enabled: 'on', noteEn: 'New', noteZh: '新' };
    await setOffering(operator, setOfferingInput.parse(set));
    await syncStatus(nodesOf([place]));
    expect(await getCityNodeForStaff(operator, place.slug)).toMatchObject({
      city: { en: 'Chengdu South', zh: '成都南' },
      controlUrl: 'https://chengdu.example:8443',
      offerings: [{ enabled: true, note: { en: 'New', zh: '新' } }],
    });
  });
});

it('refuses everybody who may not: customers see nothing, other staff only look', async () => {
  const place = await enrolled('Nanjing');
  const { token } = invited('Nowhere');
  const look = [
    (actor: typeof operator) => listCityNodesForStaff(actor),
    (actor: typeof operator) => getCityNodeForStaff(actor, place.slug),
  ];
  const manage = [
    (actor: typeof operator) => enrolCityNode(actor, enrolCityNodeInput.parse({ requestId: newId(), token })),
    (actor: typeof operator) => getEnrolment(actor, place.enrolmentId),
    (actor: typeof operator) => approveCityNode(actor, approveCityNodeInput.parse(change(place.id))),
    (actor: typeof operator) => pauseCityNode(actor, pauseCityNodeInput.parse(change(place.id))),
    (actor: typeof operator) => resumeCityNode(actor, resumeCityNodeInput.parse(change(place.id))),
    (actor: typeof operator) =>
      editCityNode(
        actor,
        editCityNodeInput.parse({ ...change(place.id), cityEn: 'a', cityZh: 'b', controlUrl: 'http://a.b' }),
      ),
    (actor: typeof operator) =>
      setOffering(actor, setOfferingInput.parse({ requestId: newId(), offeringId: newId() })),
  ];
  for (const call of [...look, ...manage])
    await expect(call(testActor({ role: 'owner' }))).rejects.toMatchObject({ code: 'forbidden' });
  for (const call of manage)
    for (const role of ['support', 'finance', 'approver'] as const)
      await expect(call(testActor({ role }))).rejects.toMatchObject({ code: 'forbidden' });
  for (const call of look) await expect(call(testActor({ role: 'support' }))).resolves.toBeTruthy();
});
