import { z } from 'zod';
import { appReads, type AppReadKind, type AppReadResult } from '#protocol/control/app-reads.ts';
import { enrolmentReceipt, readToken } from '#protocol/control/enrolment.ts';
import { eventPage } from '#protocol/control/events.ts';
import { operationRecord } from '#protocol/control/operations.ts';
import type { Absent, Outcome } from '#protocol/control/outcome.ts';
import { policyReceipt } from '#protocol/control/policies.ts';
import { CONTROL_PREFIX } from '#protocol/control/primitives.ts';
import { reservation } from '#protocol/control/reservations.ts';
import { nodeStatus } from '#protocol/control/status.ts';
import { usagePage } from '#protocol/control/usage.ts';
import { importPublicKey, thumbprint, type EdgeKey } from '#protocol/edge-signing/keys.ts';
import type { CityNode, Enrol, ReadOutcome } from '../port.ts';
import { call, rejected, unknown, type Wire } from './call.ts';

export interface HttpCityNodeOptions {
  /** The node's public URL, as its enrolment gave it; never from a person's form. */
  baseUrl: string;
  /** Pinned at enrolment: 32 raw bytes, base64url. */
  nodePublicKey: string;
  /** The portal's own key. */
  key: EdgeKey;
}

/** A city node behind its control door. Throws on options that are no URL or no key, and never afterwards. */
export function httpCityNode(options: HttpCityNodeOptions): CityNode {
  const wire = wireOf(options);
  const at = (path: string) => `${CONTROL_PREFIX}/${path}`;
  const id = encodeURIComponent;
  return {
    kind: 'http',
    status: async ({ signal }) =>
      read(await call(wire, { method: 'GET', path: at('status'), signal }, nodeStatus)),
    putOperation: async (requestId, body, { signal }) =>
      write(
        await call(
          wire,
          { method: 'PUT', path: at(`operations/${id(requestId)}`), body, signal },
          operationRecord,
        ),
      ),
    readOperation: (requestId, { signal }) =>
      call(wire, { method: 'GET', path: at(`operations/${id(requestId)}`), signal }, operationRecord),
    putPolicy: async (appCode, body, { signal }) =>
      write(
        await call(wire, { method: 'PUT', path: at(`policies/${id(appCode)}`), body, signal }, policyReceipt),
      ),
    putReservation: async (reservationId, body, { signal }) =>
      write(
        await call(
          wire,
          { method: 'PUT', path: at(`reservations/${id(reservationId)}`), body, signal },
          reservation,
        ),
      ),
    deleteReservation: async (reservationId, { signal }) => {
      const path = at(`reservations/${id(reservationId)}`);
      const outcome = await call(wire, { method: 'DELETE', path, signal }, z.null());
      return outcome.kind === 'absent' ? { kind: 'done', value: null } : outcome;
    },
    usage: async (query, { signal }) =>
      read(await call(wire, { method: 'GET', path: at(`usage${queryText(query)}`), signal }, usagePage)),
    events: async (query, { signal }) =>
      read(await call(wire, { method: 'GET', path: at(`events${queryText(query)}`), signal }, eventPage)),
    appRead: async (appCode, what, query, { signal }) => {
      const path = at(`apps/${id(appCode)}/${what}${queryText(query)}`);
      const schema: z.ZodType<AppReadResult<typeof what>> = schemaOf(what);
      return read(await call(wire, { method: 'GET', path, signal }, schema));
    },
  };
}

/**
 * Redeems a one-time token at the address and under the key that the token itself names. A repeat with the same portal
 * key is the node's to answer; a lost answer is `unknown`, and the token may be spent.
 */
export function enrolOverHttp(options: { key: EdgeKey }): Enrol {
  return async (text, portalName, { signal }) => {
    const token = readToken(text);
    if (!token) return rejected('invalid', 'enrolment.unreadable', 'this is no enrolment token');
    const wire = wireOf({ ...options, baseUrl: token.url, nodePublicKey: token.key });
    const body = { secret: token.secret, portal: { name: portalName, publicKey: options.key.publicKey } };
    const path = `${CONTROL_PREFIX}/enrolments`;
    const outcome = write(await call(wire, { method: 'POST', path, body, signal }, enrolmentReceipt));
    const itself =
      outcome.kind !== 'done' ||
      (outcome.value.node.publicKey === token.key && outcome.value.node.nodeId === wire.node.id);
    return itself ? outcome : unknown('the node calls itself by a key other than the token names');
  };
}

function wireOf(options: HttpCityNodeOptions): Wire {
  const base = new URL(options.baseUrl);
  if (base.protocol !== 'https:' && base.protocol !== 'http:')
    throw new TypeError('city node URL: http or https');
  return {
    base,
    node: { id: thumbprint(options.nodePublicKey), publicKey: importPublicKey(options.nodePublicKey) },
    key: options.key,
  };
}

/** The compiler cannot follow an index by a type parameter into the schema's own type. */
const schemaOf = <K extends AppReadKind>(what: K) => appReads[what] as unknown as z.ZodType<AppReadResult<K>>;

function queryText(query: Record<string, unknown>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

/** A read has no ticket to wait for. */
function read<T>(outcome: Outcome<T> | Absent): ReadOutcome<T> {
  return outcome.kind === 'accepted' ? unknown('a read was answered as accepted') : outcome;
}

/** Only reads and removals find nothing. */
function write<T>(outcome: Outcome<T> | Absent): Outcome<T> {
  return outcome.kind === 'absent' ? unknown('a write was answered as absent') : outcome;
}
