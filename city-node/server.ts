import { createServer, type Server } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import type { CityNodeContext } from './context.ts';
import { controlDoor } from './control/door.ts';
import { rows } from './db/pool.ts';
import type { Gateway } from './gateway/index.ts';
import { CONTROL_LIMITS } from '#protocol/control/primitives.ts';

export interface RunningServer {
  port: number;
  close(): Promise<void>;
}

/**
 * One port: the gateway has the first look at every request, so that a call passes no framework; the control door and
 * `/health` stand behind it.
 */
export async function openServer(node: CityNodeContext, gateway: Gateway): Promise<RunningServer> {
  let raw: Server | undefined;
  const app: FastifyInstance = fastify({
    bodyLimit: CONTROL_LIMITS.requestBytes,
    logger: false,
    routerOptions: { maxParamLength: 200 },
    serverFactory: (handler) => {
      raw = createServer((request, response) => {
        if (gateway.handles(request.url ?? '')) gateway.handle(request, response);
        else handler(request, response);
      });
      raw.on('upgrade', (request, socket, head) => {
        if (gateway.handles(request.url ?? '')) gateway.upgrade(request, socket, head);
        else socket.destroy();
      });
      // Kept-alive connections of busy callers must outlive the pauses between their calls.
      raw.keepAliveTimeout = 65_000;
      return raw;
    },
  });
  app.get('/health', async (_request, reply) => {
    const health = await healthOf(node).catch(() => ({ state: 'down', chains: {} }));
    return reply.code(health.state === 'up' ? 200 : 503).send(health);
  });
  controlDoor(app, node);
  await app.listen({ host: node.env.HOST, port: node.env.PORT });
  const address = raw?.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : node.env.PORT,
    close: async () => {
      raw?.closeIdleConnections();
      const closing = app.close();
      await gateway.close();
      raw?.closeAllConnections();
      await closing;
    },
  };
}

/** Up when the database answers and the chains that everybody shares are up. */
async function healthOf(node: CityNodeContext) {
  const chains = await rows<{ id: string; health: string }>(
    node.pool,
    `select id, health from chains where kind <> 'dedicated' and removed_at is null`,
  );
  const up = chains.length > 0 && chains.every(({ health }) => health === 'up');
  return {
    state: up ? 'up' : 'starting',
    chains: Object.fromEntries(chains.map(({ id, health }) => [id, health])),
  };
}
