import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { deleteReservation, putReservation } from '#city-node/capacity/reservations.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { listEvents } from '#city-node/events/list-events.ts';
import { readUsage } from '#city-node/meter/read-usage.ts';
import { acceptOperation, findOperation } from '#city-node/operations/accept.ts';
import { outcomeOf } from '#city-node/operations/operation-row.ts';
import { appReads, listQuery, type AppReadKind } from '#protocol/control/app-reads.ts';
import type { Outcome } from '#protocol/control/outcome.ts';
import { appCode, CONTROL_PREFIX, requestId } from '#protocol/control/primitives.ts';
import { reservationRequest } from '#protocol/control/reservations.ts';
import { pageQuery } from '#protocol/control/usage.ts';
import type { Headers, RequestClaim } from '#protocol/edge-signing/request.ts';
import { requestSignatureOf, signResponse } from '#protocol/edge-signing/response.ts';
import { enrol } from './calls/enrol.ts';
import { putPolicy } from './calls/put-policy.ts';
import { readApp } from './calls/read-app.ts';
import { readStatus } from './calls/status.ts';
import { controlOpenApi } from './openapi.ts';
import { NotHere, Refusal, statusOf } from './refusal.ts';
import { readCall, verifyPortal } from './verify-call.ts';

interface Call {
  portalId: string;
  params: Record<string, string>;
  query: unknown;
  body: () => unknown;
}

/** The control door: every call proven to come from a pinned portal, every answer signed. */
export function controlDoor(server: FastifyInstance, node: CityNodeContext): void {
  // The digest is over the bytes as they came, so nothing is parsed before it is proven.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const at = (path: string) => `${CONTROL_PREFIX}/${path}`;

  const signed =
    (handle: (call: Call) => Promise<Outcome<unknown>>) =>
    (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
      answer(node, request, reply, async (claim) => {
        const portalId = await verifyPortal(node, claim);
        // Routes name their parameters; Fastify gives them as text.
        const params = request.params as Record<string, string>;
        return handle({ portalId, params, query: request.query, body: () => jsonOf(request) });
      });
  const reading = (handle: (call: Call) => Promise<unknown>) =>
    signed(async (call) => ({ kind: 'done', value: await handle(call) }));

  server.get(at('openapi.json'), () => controlOpenApi());
  server.post(at('enrolments'), (request, reply) =>
    answer(node, request, reply, async (claim) => ({
      kind: 'done',
      value: await enrol(node, claim, jsonOf(request)),
    })),
  );
  server.put(
    at('operations/:requestId'),
    signed(({ portalId, params, body }) =>
      acceptOperation(node, portalId, parse(requestId, params.requestId), body()),
    ),
  );
  server.get(
    at('operations/:requestId'),
    signed(async ({ portalId, params }) => {
      const found = await findOperation(node.pool, portalId, params.requestId ?? '');
      if (!found) throw new NotHere();
      return outcomeOf(found);
    }),
  );
  server.put(
    at('policies/:appCode'),
    reading(({ portalId, params, body }) =>
      putPolicy(node, portalId, parse(appCode, params.appCode), body()),
    ),
  );
  server.put(
    at('reservations/:id'),
    signed(({ portalId, params, body }) =>
      putReservation(node, portalId, parse(requestId, params.id), parse(reservationRequest, body())),
    ),
  );
  server.delete(
    at('reservations/:id'),
    reading(async ({ portalId, params }) => {
      await deleteReservation(node, portalId, params.id ?? '');
      return null;
    }),
  );
  server.get(
    at('usage'),
    reading(({ portalId, query }) => readUsage(node.pool, portalId, parse(pageQuery, query))),
  );
  server.get(
    at('events'),
    reading(({ portalId, query }) => listEvents(node.pool, portalId, parse(pageQuery, query), node.now())),
  );
  server.get(
    at('status'),
    reading(({ portalId }) => readStatus(node, portalId)),
  );
  server.get(
    at('apps/:appCode/:what'),
    reading(({ portalId, params, query }) => {
      const { appCode: code = '', what = '' } = params;
      if (!isReadKind(what)) throw new NotHere();
      return readApp(node, portalId, code, what, parse(listQuery, query));
    }),
  );
  server.setNotFoundHandler((request, reply) => {
    if (!request.url.startsWith(CONTROL_PREFIX)) return reply.code(404).send({ error: 'not found' });
    return answer(node, request, reply, async () => {
      throw new Refusal('unsupported', 'request.unknown', 'this node does not know that call', 404);
    });
  });
}

const isReadKind = (what: string): what is AppReadKind => Object.hasOwn(appReads, what);

function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refusal('invalid', 'request.invalid', parsed.error.message);
  return parsed.data;
}

const bytesOf = (request: FastifyRequest): Buffer =>
  Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);

function jsonOf(request: FastifyRequest): unknown {
  try {
    return JSON.parse(bytesOf(request).toString('utf8'));
  } catch {
    throw new Refusal('invalid', 'request.invalid', 'the body is not JSON');
  }
}

/** Header by name; undefined when it came twice (node joins a repeated header with a comma). */
const headersOf =
  (raw: IncomingMessage): Headers =>
  (name) => {
    const values = raw.headersDistinct[name];
    return values?.length === 1 ? values[0] : undefined;
  };

/** Runs a call and signs whatever comes of it, refusals and faults too. */
async function answer(
  node: CityNodeContext,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (claim: RequestClaim) => Promise<Outcome<unknown>>,
): Promise<FastifyReply> {
  const headers = headersOf(request.raw);
  const { status, body } = await outcomeOfCall(node, async () =>
    work(
      readCall(
        node,
        { method: request.method, target: request.raw.url ?? '', body: bytesOf(request) },
        headers,
      ),
    ),
  );
  const text = JSON.stringify(body);
  const created = Math.floor(node.now().getTime() / 1000);
  const requestSignature = requestSignatureOf(headers('signature') ?? '');
  return reply
    .code(status)
    .headers(signResponse({ status, body: text, requestSignature }, node.key, created))
    .header('content-type', 'application/json')
    .send(text);
}

async function outcomeOfCall(
  node: CityNodeContext,
  work: () => Promise<Outcome<unknown>>,
): Promise<{ status: number; body: unknown }> {
  try {
    const outcome = await work();
    if (outcome.kind === 'rejected') return { status: statusOf(outcome), body: outcome };
    return { status: outcome.kind === 'accepted' ? 202 : 200, body: outcome };
  } catch (err) {
    if (err instanceof Refusal) return { status: err.status ?? statusOf(err.rejection), body: err.rejection };
    if (err instanceof NotHere) return { status: 404, body: { kind: 'absent' } };
    node.log.error({ err }, 'a control call failed');
    return { status: 500, body: { kind: 'unknown', detail: 'the node failed; its log says why' } };
  }
}
