import { liveAnswer } from '#app/api/live-answer.ts';
import { listEvents, listTransactions } from '#lib/apps/list-activity.ts';

/** The app's last transactions and contract events. */
export const GET = liveAnswer('app.activity', 'appId', async (actor, appId) => {
  const [transactions, events] = await Promise.all([
    listTransactions(actor, { appId }),
    listEvents(actor, { appId }),
  ]);
  return { transactions, events };
});
