import { z } from 'zod';
import { getActor } from '#lib/auth/get-actor.ts';
import { getEnrolment } from '#lib/city-nodes/get-enrolment.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';

/** How an enrolment goes, for the page that waits for it. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ enrolmentId: string }> },
): Promise<Response> {
  const actor = await getActor();
  if (!actor) return new Response(null, { status: 401 });
  if (!actor.can.has('cityNode.manage')) return new Response(null, { status: 403 });
  const id = z.uuid().safeParse((await params).enrolmentId);
  const found = id.success ? await getEnrolment(actor, id.data) : null;
  if (!found) return new Response(null, { status: 404 });
  const { state, url, slug, city, failure } = found;
  const t = await getTranslator('cityNodes');
  const text = failure ? t(failure.messageId.replace('cityNodes.', ''), failure.params) : '';
  return Response.json(
    { state, url, slug, name: city?.[t.locale] ?? city?.en ?? slug, failure: text },
    { headers: { 'cache-control': 'private, no-store' } },
  );
}
