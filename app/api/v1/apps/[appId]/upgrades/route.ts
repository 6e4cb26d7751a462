import { serve } from '#lib/rest/serve.ts';
import { upgradeContractOperation } from '#lib/rest/v1/deployments.ts';

export const POST = serve(upgradeContractOperation);
