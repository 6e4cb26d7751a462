import { serve } from '#lib/rest/serve.ts';
import { listCityNodesOperation } from '#lib/rest/v1/catalogue.ts';

export const GET = serve(listCityNodesOperation);
