import { isFromOwnPage } from '#app/api/own-page.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { logoMaxBytes, storeLogo } from '#lib/brand/store-logo.ts';
import { AppError, statusOf } from '#lib/errors/app-error.ts';
import { explainError } from '#lib/errors/explain-error.ts';
import { cappedBody } from '#lib/rest/capped-body.ts';

/** Takes the bytes of a logo and answers with the hash under which its re-encoded twin is kept. */
export async function POST(request: Request): Promise<Response> {
  try {
    if (!isFromOwnPage(request)) throw new AppError('forbidden', 'errors.forbidden');
    const actor = await getActor();
    if (!actor) throw new AppError('unauthenticated', 'errors.unauthenticated');
    const bytes = await cappedBody(request, logoMaxBytes);
    if (!bytes) throw new AppError('invalid', 'brand.logoTooLarge', { kilobytes: logoMaxBytes / 1000 });
    return Response.json(await storeLogo(actor, bytes), { status: 201 });
  } catch (error) {
    const { code, message, ref } = await explainError(error, 'brand.storeLogo');
    return Response.json({ code, message, ref }, { status: statusOf[code] });
  }
}
