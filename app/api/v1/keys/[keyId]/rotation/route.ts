import { serve } from '#lib/rest/serve.ts';
import { rotateApiKeyOperation } from '#lib/rest/v1/keys.ts';

export const POST = serve(rotateApiKeyOperation);
