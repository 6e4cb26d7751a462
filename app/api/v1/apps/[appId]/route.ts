import { serve } from '#lib/rest/serve.ts';
import { getAppOperation, retireAppOperation } from '#lib/rest/v1/apps.ts';

export const GET = serve(getAppOperation);
export const DELETE = serve(retireAppOperation);
