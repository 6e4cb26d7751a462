import { serve } from '#lib/rest/serve.ts';
import { listDeploymentsOperation, deployContractOperation } from '#lib/rest/v1/deployments.ts';

export const GET = serve(listDeploymentsOperation);
export const POST = serve(deployContractOperation);
