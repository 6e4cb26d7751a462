import { getActor } from '#lib/auth/get-actor.ts';
import { logoMaxBytes, storeLogo } from '#lib/brand/store-logo.ts';
import { AppError, statusOf } from '#lib/errors/app-error.ts';
import { explainError } from '#lib/errors/explain-error.ts';

/** Takes the bytes of a logo and answers with the hash under which its re-encoded twin is kept. */
export async function POST(request: Request): Promise<Response> {
  try {
    demandOwnPage(request);
    const actor = await getActor();
    if (!actor) throw new AppError('unauthenticated', 'errors.unauthenticated');
    return Response.json(await storeLogo(actor, await cappedBody(request)), { status: 201 });
  } catch (error) {
    const { code, message, ref } = await explainError(error, 'brand.storeLogo');
    return Response.json({ code, message, ref }, { status: statusOf[code] });
  }
}

/** The session cookie is same-site; this also refuses a page of another origin on the same site. */
function demandOwnPage(request: Request): void {
  const origin = request.headers.get('origin');
  if (!origin || !URL.canParse(origin) || new URL(origin).host !== request.headers.get('host'))
    throw new AppError('forbidden', 'errors.forbidden');
}

/** Reads no more than a logo may have, whatever the length header says. */
async function cappedBody(request: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > logoMaxBytes)
      throw new AppError('invalid', 'brand.logoTooLarge', { kilobytes: logoMaxBytes / 1000 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
