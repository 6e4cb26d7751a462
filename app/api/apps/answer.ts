import { z } from 'zod';
import type { Actor } from '#lib/auth/actor.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { explainError, explainIssues } from '#lib/errors/explain-error.ts';
import { problem } from '#lib/rest/serve.ts';

type Context = { params: Promise<{ appId: string }> };

const appId = z.uuid();

/**
 * A read that an open page polls, for the person signed in. A path that names no app reads as one of another
 * organisation; failures are problem+json; nothing is cached.
 */
export function answer<T>(
  name: string,
  read: (actor: Actor, appId: string, query: Record<string, string>) => Promise<T>,
) {
  return async (request: Request, context: Context): Promise<Response> => {
    try {
      const actor = await getActor();
      if (!actor) throw new AppError('unauthenticated', 'errors.unauthenticated');
      const id = appId.safeParse((await context.params).appId);
      if (!id.success) throw new AppError('notFound', 'apps.notFound');
      const query = Object.fromEntries(new URL(request.url).searchParams);
      const data = await read(actor, id.data, query);
      return Response.json(data, { headers: { 'cache-control': 'no-store' } });
    } catch (error) {
      return error instanceof z.ZodError
        ? problem(await explainIssues(error))
        : problem(await explainError(error, `apps.${name}`));
    }
  };
}
