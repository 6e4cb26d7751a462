import { z } from 'zod';
import { actorOfToken } from '#lib/auth/actor-of-token.ts';
import { AppError, statusOf, type ErrorCode } from '#lib/errors/app-error.ts';
import { explainError, explainIssues, type Explained } from '#lib/errors/explain-error.ts';
import { refuseNul } from '#lib/errors/refuse-nul.ts';
import { fingerprintRequest } from '#lib/requests/fingerprint-request.ts';
import { admitCall, refusalOf, type Admission } from './admit-call.ts';
import { cappedBody } from './capped-body.ts';
import type { RestOperation } from './operation.ts';
import { preferredWait } from './prefer-wait.ts';

const longestBody = 1024 * 1024;
/** Packing fewer characters costs more than sending them. */
const worthPacking = 16 * 1024;

/** A path without parameters has none at all. */
type Context = { params: Promise<Record<string, string> | undefined> };

/**
 * The route handler of one operation: token, its limits, parameters, query, body, Idempotency-Key, verb, answer. Failures
 * are problem+json (RFC 9457) with our stable code; every answer to a token says what is left of its limits; nothing is
 * cached anywhere.
 */
export function serve<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType>(
  operation: RestOperation<P, Q, B, R>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    let admission: Admission | null = null;
    try {
      const actor = operation.signedOut ? null : await actorOfToken(request.headers.get('authorization'));
      if (!actor && !operation.signedOut) throw new AppError('unauthenticated', 'errors.tokenMissing');
      admission = actor && (await admitCall(actor));
      if (admission?.refused) throw refusalOf(admission.refused);
      const inPath = (await context.params) ?? {};
      const inQuery = queryOf(new URL(request.url));
      const raw = operation.method === 'GET' ? {} : await bodyOf(request);
      for (const part of [inPath, inQuery, raw]) refuseNul(part);
      const params = operation.params.parse(inPath);
      const query = operation.query.parse(inQuery);
      const body = operation.body.parse(raw);
      const requestId =
        actor && operation.method !== 'GET'
          ? await fingerprintRequest(actor, operation.operationId, request.headers.get('idempotency-key'), {
              params,
              raw,
            })
          : '';
      const waitSeconds = operation.waits ? preferredWait(request.headers.get('prefer')) : 0;
      const waitMs = waitSeconds * 1000;
      const result = await operation.run(actor, { params, query, body, requestId, waitMs });
      const text = JSON.stringify(shaped(operation, result));
      return new Response(text, {
        status: operation.status,
        headers: {
          'content-type': 'application/json',
          'cache-control': text.length < worthPacking ? 'no-store, no-transform' : 'no-store',
          ...(waitSeconds > 0 ? { 'preference-applied': `wait=${waitSeconds}` } : {}),
          ...admission?.headers,
        },
      });
    } catch (error) {
      return problem(
        error instanceof z.ZodError
          ? await explainIssues(error)
          : await explainError(error, `api.${operation.operationId}`),
        admission,
      );
    }
  };
}

/** The answer as the document promises it. An answer that does not fit is our fault, never the caller's. */
function shaped(operation: RestOperation, result: unknown): unknown {
  const parsed = operation.result.safeParse(result);
  if (parsed.success) return parsed.data;
  throw new Error(`${operation.operationId} gave an answer that its description does not fit`, {
    cause: parsed.error,
  });
}

/** RFC 9457 problem details, in the language that the caller asked for; a limit that was met is named. */
export function problem(explained: Explained, admission: Admission | null = null): Response {
  const { code, message, ref, fields } = explained;
  return new Response(
    JSON.stringify({
      type: `urn:cityport:problem:${code}`,
      title: titleOf(code),
      status: statusOf[code],
      detail: message,
      code,
      ref,
      ...(fields ? { fields } : {}),
      ...(admission?.refused ? { limit: admission.refused } : {}),
    }),
    {
      status: statusOf[code],
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        ...(code === 'unauthenticated' ? { 'www-authenticate': 'Bearer' } : {}),
        ...(code === 'rateLimited' ? { 'retry-after': '60' } : {}),
        ...admission?.headers,
      },
    },
  );
}

/** `notFound` as `Not found`: the same for every occurrence of a code, as the standard asks. */
const titleOf = (code: ErrorCode): string =>
  code
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^./, (letter) => letter.toUpperCase());

function queryOf(url: URL): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(url.searchParams.keys())].map((name) => {
      const values = url.searchParams.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

async function bodyOf(request: Request): Promise<unknown> {
  const bytes = await cappedBody(request, longestBody);
  if (!bytes) throw new AppError('tooLarge', 'errors.bodyTooLarge', { limit: '1 MiB' });
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new AppError('malformed', 'errors.notJson', {}, { cause });
  }
}
