import { AppError } from '#lib/errors/app-error.ts';
import { explainError } from '#lib/errors/explain-error.ts';
import { problem } from './serve.ts';

/** 404 as problem+json (RFC 9457) for a path that no operation has: programs read no page. */
export async function refusePath(): Promise<Response> {
  return problem(await explainError(new AppError('notFound', 'errors.noSuchPath'), 'api'));
}
