import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { enrolOverHttp, httpCityNode } from '#adapters/city-node/http/index.ts';
import { issueEnrolmentToken } from '#city-node/control/issue-token.ts';
import { closeDb, db, useDatabase as openDatabase } from '#db/connection.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { systemActor } from '#lib/auth/actor.ts';
import { brandOf } from '#lib/brand/brand-of.ts';
import { approveCityNode, approveCityNodeInput } from '#lib/city-nodes/approve-city-node.ts';
import type { CityNodeRow } from '#lib/city-nodes/city-node-row.ts';
import { editCityNode, editCityNodeInput } from '#lib/city-nodes/edit-city-node.ts';
import { enrolCityNode, enrolCityNodeInput } from '#lib/city-nodes/enrol-city-node.ts';
import { redeemEnrolment } from '#lib/city-nodes/redeem-enrolment.ts';
import { syncOne } from '#lib/city-nodes/sync-status.ts';
import { newId } from '#lib/ids/new-id.ts';
import { importEdgeKey, type EdgeKey } from '#protocol/edge-signing/keys.ts';
import type { DemoNode } from '#db/seed/demo-nodes.ts';
import { cityNodeEnvironment, portalUrl, type Layout } from './processes.ts';

const actor = systemActor('demo.connect');
const attempts = 20;

/**
 * Enrols and approves each demo city node that the portal does not know yet, by the same one-time token and the same
 * verbs as any operator. A node that moved to another port is told apart by its key and followed. A second start finds
 * nothing to do.
 */
export async function connectCityNodes(layout: Layout): Promise<void> {
  openDatabase(layout.portalDatabase);
  try {
    const key = keyOf(layout.secrets.portalSigningKey);
    await Promise.all(layout.nodes.map((each) => connect(layout, key, each)));
  } finally {
    await closeDb();
  }
}

async function connect(
  layout: Layout,
  key: EdgeKey,
  { node, database }: { node: DemoNode; database: string },
): Promise<void> {
  const env = cityNodeEnvironment(layout, node.slug);
  const { PUBLIC_URL = '', SIGNING_KEY = '' } = env;
  const nodeKey = keyOf(SIGNING_KEY).publicKey;
  if (!(await knownBy(nodeKey))) await enrol(layout, key, database, { PUBLIC_URL, SIGNING_KEY });
  const row = await knownBy(nodeKey);
  if (!row) throw new Error(`${node.name} did not let itself be enrolled; its log says why`);
  if (row.controlUrl !== PUBLIC_URL) await follow(row, PUBLIC_URL);
  await untilSeen({ ...row, controlUrl: PUBLIC_URL }, key);
  if (row.state === 'enrolled')
    await approveCityNode(actor, approveCityNodeInput.parse({ requestId: newId(), cityNodeId: row.id }));
}

async function enrol(
  layout: Layout,
  key: EdgeKey,
  database: string,
  env: { PUBLIC_URL: string; SIGNING_KEY: string },
): Promise<void> {
  const token = await issueEnrolmentToken(database, env);
  const { id } = await enrolCityNode(actor, enrolCityNodeInput.parse({ requestId: newId(), token }));
  const { name } = await brandOf(new URL(portalUrl(layout)).host);
  await redeemEnrolment(id, name, enrolOverHttp({ key }));
}

async function follow(row: CityNodeRow, controlUrl: string): Promise<void> {
  const { en = row.slug, zh = row.slug } = row.city;
  await editCityNode(
    actor,
    editCityNodeInput.parse({ requestId: newId(), cityNodeId: row.id, cityEn: en, cityZh: zh, controlUrl }),
  );
}

/** The first status brings capacity and offerings, without which nothing could be sold. */
async function untilSeen(row: CityNodeRow, key: EdgeKey): Promise<void> {
  const driver = httpCityNode({ baseUrl: row.controlUrl, nodePublicKey: row.publicKey, key });
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (await syncOne(row, () => Promise.resolve(driver))) return;
    await sleep(250);
  }
  throw new Error(`city node ${row.slug} at ${row.controlUrl} gives no status; its log says why`);
}

async function knownBy(publicKey: string): Promise<CityNodeRow | undefined> {
  const [row] = await db().select().from(cityNodes).where(eq(cityNodes.publicKey, publicKey));
  return row;
}

const keyOf = (encoded: string): EdgeKey => importEdgeKey(Buffer.from(encoded, 'base64').toString('utf8'));
