import { serve } from '#lib/rest/serve.ts';
import { listAppsOperation } from '#lib/rest/v1/apps.ts';

export const GET = serve(listAppsOperation);
