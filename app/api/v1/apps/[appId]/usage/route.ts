import { serve } from '#lib/rest/serve.ts';
import { readUsageOperation } from '#lib/rest/v1/apps.ts';

export const GET = serve(readUsageOperation);
