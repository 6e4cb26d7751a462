import { z } from 'zod';
import type { Actor } from '#lib/auth/actor.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { explainError, explainIssues } from '#lib/errors/explain-error.ts';
import { problem } from '#lib/rest/serve.ts';

const uuid = z.uuid();

/**
 * What an open page polls of one record: for the person signed in, never cached; failures are problem+json. A path that
 * names nothing reads as a record of another organisation.
 */
export function liveAnswer<Name extends string>(
  name: string,
  param: Name,
  read: (actor: Actor, id: string, query: Record<string, string>) => Promise<unknown>,
) {
  return async (request: Request, context: { params: Promise<Record<Name, string>> }): Promise<Response> => {
    try {
      const actor = await getActor();
      if (!actor) throw new AppError('unauthenticated', 'errors.unauthenticated');
      const id = uuid.safeParse((await context.params)[param]);
      if (!id.success) throw new AppError('notFound', 'errors.notFound');
      const query = Object.fromEntries(new URL(request.url).searchParams);
      return Response.json(await read(actor, id.data, query), { headers: { 'cache-control': 'no-store' } });
    } catch (error) {
      return error instanceof z.ZodError
        ? problem(await explainIssues(error))
        : problem(await explainError(error, name));
    }
  };
}
