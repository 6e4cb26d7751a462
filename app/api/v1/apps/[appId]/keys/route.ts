import { serve } from '#lib/rest/serve.ts';
import { listKeysOperation, createApiKeyOperation } from '#lib/rest/v1/keys.ts';

export const GET = serve(listKeysOperation);
export const POST = serve(createApiKeyOperation);
