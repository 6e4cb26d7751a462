import { serve } from '#lib/rest/serve.ts';
import { suspendAppOperation, resumeAppOperation } from '#lib/rest/v1/apps.ts';

export const POST = serve(suspendAppOperation);
export const DELETE = serve(resumeAppOperation);
