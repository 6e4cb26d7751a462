import { serve } from '#lib/rest/serve.ts';
import { listPackagesOperation, uploadPackageOperation } from '#lib/rest/v1/deployments.ts';

export const GET = serve(listPackagesOperation);
export const POST = serve(uploadPackageOperation);
