import { z } from 'zod';
import type { Actor } from '#lib/auth/actor.ts';

type Shape = z.ZodObject;

/** What a handler is given: everything parsed, and the id under which a repeat is known. */
export type Asked<P extends Shape, Q extends Shape, B extends z.ZodType> = {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** From the Idempotency-Key; empty for reads. */
  requestId: string;
  /** How long the caller would rather wait for news than ask again; 0 where the operation has none to wait for. */
  waitMs: number;
};

/** One operation of the public REST door: the route serves it and the OpenAPI document describes it, from the same schemas. */
export type RestOperation<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> = {
  operationId: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/v1`, with `{name}` for parameters. */
  path: string;
  tag: string;
  summary: string;
  params: P;
  query: Q;
  body: B;
  /** Shape of the answer; what the verb gives beyond it is not sent. */
  result: R;
  status: 200 | 201 | 202;
  /** Open to all; no token is read. */
  signedOut: boolean;
  /** It can answer as soon as there is news (`Prefer: wait=N`). */
  waits: boolean;
  run(actor: Actor | null, asked: Asked<P, Q, B>): Promise<z.input<R>>;
};

const nothing = z.strictObject({});

type Place<P extends Shape, R extends z.ZodType> = {
  path: string;
  tag: string;
  summary: string;
  params?: P;
  result: R;
  waits?: boolean;
};
type Read<P extends Shape, Q extends Shape, R extends z.ZodType> = Place<P, R> & { query?: Q };
type Write<P extends Shape, B extends z.ZodType, R extends z.ZodType> = Place<P, R> & {
  body?: B;
  status?: 200 | 201 | 202;
};

type Run<P extends Shape, Q extends Shape, B extends z.ZodType, R extends z.ZodType> = (
  actor: Actor,
  asked: Asked<P, Q, B>,
) => Promise<z.input<R>>;

/** A read by an organisation's program. */
export function readOperation<
  R extends z.ZodType,
  P extends Shape = typeof nothing,
  Q extends Shape = typeof nothing,
>(
  operationId: string,
  definition: Read<P, Q, R>,
  run: Run<P, Q, typeof nothing, R>,
): RestOperation<P, Q, typeof nothing, R> {
  return operation('GET', operationId, definition, (actor, asked) => run(actorOf(actor), asked));
}

/** A read that needs no token. */
export function openOperation<
  R extends z.ZodType,
  P extends Shape = typeof nothing,
  Q extends Shape = typeof nothing,
>(
  operationId: string,
  definition: Read<P, Q, R>,
  run: (asked: Asked<P, Q, typeof nothing>) => Promise<z.input<R>>,
): RestOperation<P, Q, typeof nothing, R> {
  return { ...operation('GET', operationId, definition, (_actor, asked) => run(asked)), signedOut: true };
}

/** A change by an organisation's program; needs an Idempotency-Key, and a repeat gives the first answer. */
export function writeOperation<
  R extends z.ZodType,
  P extends Shape = typeof nothing,
  B extends z.ZodType = typeof nothing,
>(
  method: 'POST' | 'PUT' | 'DELETE',
  operationId: string,
  definition: Write<P, B, R>,
  run: Run<P, typeof nothing, B, R>,
): RestOperation<P, typeof nothing, B, R> {
  return operation(method, operationId, definition, (actor, asked) => run(actorOf(actor), asked));
}

function operation<P extends Shape, Q extends Shape, B extends z.ZodType, R extends z.ZodType>(
  method: RestOperation['method'],
  operationId: string,
  definition: Read<P, Q, R> & Write<P, B, R>,
  run: RestOperation<P, Q, B, R>['run'],
): RestOperation<P, Q, B, R> {
  const { path, tag, summary, result, status = 200, waits = false } = definition;
  // A definition that leaves one out takes nothing there, which is also what its type parameter then says.
  const params = (definition.params ?? nothing) as P;
  const query = (definition.query ?? nothing) as Q;
  const body = (definition.body ?? nothing) as B;
  return {
    operationId,
    method,
    path,
    tag,
    summary,
    params,
    query,
    body,
    result,
    status,
    signedOut: false,
    waits,
    run,
  };
}

function actorOf(actor: Actor | null): Actor {
  if (!actor) throw new Error('the door let a call without an actor through');
  return actor;
}
