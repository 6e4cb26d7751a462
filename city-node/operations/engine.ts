import type { CityNodeContext } from '#city-node/context.ts';
import { rows } from '#city-node/db/pool.ts';
import { advance } from './advance.ts';

const pollMs = 150;
const sideBySide = 8;

/**
 * Runs open operations until the signal ends it: several apps side by side, the operations of one app in the order in
 * which they came; suspend and resume wait for none. Only the leading copy runs it, and any copy can go on with what it left.
 */
export async function runEngine(node: CityNodeContext, signal: AbortSignal): Promise<void> {
  const running = new Map<string, Promise<void>>();
  while (!signal.aborted) {
    const due = await dueOperations(node).catch((err: unknown) => {
      node.log.error({ err }, 'operations could not be read');
      return [];
    });
    for (const id of due) {
      if (running.has(id) || running.size >= sideBySide) continue;
      running.set(
        id,
        advanceWhilePossible(node, id, signal).finally(() => running.delete(id)),
      );
    }
    await pause(pollMs, signal);
  }
  await Promise.allSettled(running.values());
}

async function advanceWhilePossible(node: CityNodeContext, id: string, signal: AbortSignal): Promise<void> {
  try {
    let written = await advance(node, id);
    while (written && !signal.aborted) written = await advance(node, id, written);
  } catch (err) {
    node.log.error({ err, operation: id }, 'an operation stopped and will be taken up again');
    await pause(1_000, signal);
  }
}

async function dueOperations(node: CityNodeContext): Promise<string[]> {
  const found = await rows<{ id: string }>(
    node.pool,
    `select id from operations as o
     where state in ('accepted', 'running') and next_at <= $1
       and (kind in ('suspend', 'resume') or not exists (
         select 1 from operations as earlier
         where earlier.app_code = o.app_code and earlier.id < o.id
           and earlier.state in ('accepted', 'running') and earlier.kind not in ('suspend', 'resume')))
     order by id limit 50`,
    [node.now()],
  );
  return found.map(({ id }) => id);
}

/** Ends early with the signal. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
