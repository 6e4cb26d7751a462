import { getBrand } from '#lib/brand/get-brand.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { documentOf } from '#lib/rest/document.ts';
import { operations } from '#lib/rest/v1/index.ts';

export async function GET(): Promise<Response> {
  const { name } = await getBrand();
  return Response.json(
    documentOf(operations, { title: name, version: '1', server: portalEnv().PORTAL_URL }),
    {
      headers: { 'cache-control': 'no-store' },
    },
  );
}
