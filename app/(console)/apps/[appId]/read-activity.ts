import { listEvents, listTransactions } from '#lib/apps/list-activity.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { wire, type Activity } from './live-queries.ts';

/** What the first poll would bring. */
export async function readActivity(actor: Actor, appId: string): Promise<Activity> {
  const [transactions, events] = await Promise.all([
    listTransactions(actor, { appId }),
    listEvents(actor, { appId }),
  ]);
  return wire({ transactions, events });
}
