import { serve } from '#lib/rest/serve.ts';
import { revokeApiKeyOperation } from '#lib/rest/v1/keys.ts';

export const DELETE = serve(revokeApiKeyOperation);
