import { getBrand } from '#lib/brand/get-brand.ts';
import { isSandbox, portalEnv } from '#lib/env/portal-env.ts';
import { documentOf } from '#lib/rest/document.ts';
import { operations } from '#lib/rest/v1/index.ts';

/** What this portal's door for programs offers: outside sandbox mode nothing of the sandbox is there. */
export async function GET(): Promise<Response> {
  const { name } = await getBrand();
  const offered = operations.filter(({ tag }) => isSandbox() || tag !== 'Sandbox');
  return Response.json(documentOf(offered, { title: name, version: '1', server: portalEnv().PORTAL_URL }), {
    headers: { 'cache-control': 'no-store' },
  });
}
