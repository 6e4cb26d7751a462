import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { db, type Conn } from '#db/connection.ts';
import type { CityNode } from '#adapters/city-node/port.ts';
import { withinTimeout, type CityNodes } from '#lib/city-nodes/nodes.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { operationRequest, type OperationRecord } from '#protocol/control/operations.ts';
import type { Outcome } from '#protocol/control/outcome.ts';
import { findOperation, hasEnded, type OperationRow } from './operation-row.ts';
import { markSent, recordOutcome } from './record-outcome.ts';

/** How long one run of the job stays with an operation, so that quick ones are seen at once. */
const patienceMs = 4_000;
/** How many operations one process stays with at once: the other jobs must find room beside them. */
const mostWaiting = 4;
/** With so many about, each is looked at less often: a job that comes back costs more than the reading. */
const crowdedMs = 1_000;
let waiting = 0;

/**
 * Takes an operation as far as it goes now. The intent to send is on record before anything is sent; whatever is not
 * known is read at the node before it is sent again, always under the same request id. No call is made inside a
 * transaction. Safe to run twice at once and to be killed anywhere: the end is recorded, and applied, once.
 */
export async function advanceOperation(
  operationId: string,
  nodes: CityNodes,
  conn: Conn = db(),
): Promise<void> {
  const started = Date.now();
  for (let unchanged = 0; ;) {
    const found = await findOperation(conn, operationId);
    if (!found || hasEnded(found.row.state)) return;
    const node = await nodes(found.row.cityNodeId);
    const outcome = await askNode(found.row, node, conn);
    const stays = (pauseMs: number) => Date.now() - started + pauseMs <= patienceMs && waiting < mostWaiting;
    const longer = pauseBefore(found.row, unchanged + 1);
    if (!found.overdue && saysNothingNew(found.row, outcome) && stays(longer)) {
      unchanged += 1;
      await pause(longer);
      continue;
    }
    const row = await recordOutcome(conn, operationId, outcome);
    if (!row || hasEnded(row.state)) return;
    const pauseMs = pauseBefore(row);
    if (!stays(pauseMs))
      return comeBack(conn, operationId, Math.max(pauseMs, waiting < mostWaiting ? 0 : crowdedMs));
    await pause(pauseMs);
  }
}

/** A node that is where it was need not be written down again. */
const saysNothingNew = (row: OperationRow, outcome: Outcome<OperationRecord>): boolean =>
  row.state === 'accepted' &&
  outcome.kind === 'accepted' &&
  isDeepStrictEqual(outcome.value.steps, row.steps) &&
  isDeepStrictEqual(outcome.value.waitingFor, row.waitingFor);

async function pause(pauseMs: number): Promise<void> {
  waiting += 1;
  try {
    await sleep(pauseMs);
  } finally {
    waiting -= 1;
  }
}

/** Sends what was never sent; reads everything else, and sends it only when the node has never taken it in. */
async function askNode(row: OperationRow, node: CityNode, conn: Conn): Promise<Outcome<OperationRecord>> {
  if (row.state !== 'queued') {
    const read = await node.readOperation(row.id, withinTimeout());
    if (read.kind !== 'absent') return believable(read);
  }
  await markSent(conn, row.id);
  return node.putOperation(row.id, operationRequest.parse(row.payload), withinTimeout());
}

/** Codes of a call that was turned away at the node's door, before anything was looked up. */
const atTheDoor = /^(signature|portal|node)\./;

/** A node that refuses to be read says nothing about what it did before; what it tells of the operation itself counts. */
function believable(read: Outcome<OperationRecord>): Outcome<OperationRecord> {
  return read.kind === 'rejected' && atTheDoor.test(read.code)
    ? { kind: 'unknown', detail: `${read.code}: ${read.detail}` }
    : read;
}

/** Fast at first, so that a deployment is seen within a second, then ever more patient. */
function pauseBefore(row: OperationRow, unchanged = 0): number {
  const [first, longest] = row.state === 'accepted' ? [200, 5_000] : [500, 30_000];
  return Math.min(longest, Math.round(first * 1.3 ** (row.attempts + unchanged)));
}

const comeBack = (conn: Conn, operationId: string, pauseMs: number): Promise<void> =>
  enqueue(
    conn,
    'advanceOperation',
    { operationId },
    { key: `operation:${operationId}`, runAt: new Date(Date.now() + pauseMs) },
  );
