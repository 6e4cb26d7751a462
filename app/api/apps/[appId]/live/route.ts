import { liveAnswer } from '#app/api/live-answer.ts';
import { getApp } from '#lib/apps/get-app.ts';
import { listDeployments } from '#lib/deployments/list-contracts.ts';

/** State, heights and deployments with their steps: what moves while the app's page is open. */
export const GET = liveAnswer('app.live', 'appId', async (actor, appId) => {
  const [app, deployments] = await Promise.all([getApp(actor, appId), listDeployments(actor, appId)]);
  return { app, deployments };
});
