import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Budgets } from '#city-node/limits/budgets.ts';
import { Meter } from '#city-node/meter/meter.ts';
import { FloodGuard } from './admission.ts';
import { Apps } from './apps.ts';
import type { GatewayContext } from './context.ts';
import type { GatewayDeps } from './deps.ts';
import { handleEvm } from './evm-door.ts';
import { answerPreflight } from './http.ts';
import { handleNeutral } from './neutral-door.ts';
import { webSocketDoor } from './web-socket-door.ts';

/** The data plane of a city node, mounted by the server before anything else sees the request. */
export interface Gateway {
  /** Resolves when other copies on this database know of this one; calls that come earlier wait. */
  ready: Promise<void>;
  handles(url: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Counts what is not stored yet, then lets go of everything. The pool is the caller's. */
  close(): Promise<void>;
}

const EVM = '/evm/v1/';
const NEUTRAL = '/v1/apps/';

/** Keys, functions, limits and counts before a chain; the tables of migration 0100 must be there. */
export function createGateway(deps: GatewayDeps): Gateway {
  const meter = new Meter(deps.pool, deps.log);
  const budgets = new Budgets(deps.pool, deps.log);
  const apps = new Apps(deps, meter, budgets);
  const context: GatewayContext = { deps, apps, meter, budgets, flood: new FloodGuard() };
  const sockets = webSocketDoor(context);
  return {
    ready: budgets.ready,
    handles: (url) => url.startsWith(EVM) || url.startsWith(NEUTRAL),
    handle(request, response) {
      if (request.method === 'OPTIONS') return answerPreflight(response);
      const url = request.url ?? '';
      if (url.startsWith(EVM)) return handleEvm(context, pathOf(url, EVM), request, response);
      const [appCode = '', ...rest] = pathOf(url, NEUTRAL).split('/');
      void handleNeutral(context, appCode, rest.join('/'), request, response);
    },
    upgrade(request, socket, head) {
      const url = request.url ?? '';
      if (!url.startsWith(EVM)) return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      sockets.upgrade(pathOf(url, EVM), request, socket, head);
    },
    async close() {
      sockets.close();
      await apps.close();
      await meter.close();
      await budgets.close();
    },
  };
}

/** The path below a prefix, without its query. */
function pathOf(url: string, prefix: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url.slice(prefix.length) : url.slice(prefix.length, query);
}
