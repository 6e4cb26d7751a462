import { httpCityNode } from '#adapters/city-node/http/index.ts';
import type { CityNode } from '#adapters/city-node/port.ts';
import { db } from '#db/connection.ts';
import { findCityNode } from '#lib/city-nodes/city-node-row.ts';
import type { CityNodes } from '#lib/city-nodes/nodes.ts';
import type { EdgeKey } from '#protocol/edge-signing/keys.ts';

const freshMs = 1_000;

/**
 * Drivers of the portal's city nodes over HTTP, each under its pinned key. The row is believed for a second, so that a new
 * address counts soon; the driver is made anew only when address or key changed.
 */
export function cityNodesOverHttp(key: EdgeKey): CityNodes {
  const made = new Map<string, { for: string; node: CityNode; readAt: number }>();
  return async (cityNodeId) => {
    const recent = made.get(cityNodeId);
    if (recent && performance.now() - recent.readAt < freshMs) return recent.node;
    const row = await findCityNode(db(), cityNodeId);
    if (!row) throw new Error(`no city node ${cityNodeId}`);
    const wanted = `${row.controlUrl} ${row.publicKey}`;
    const known = made.get(cityNodeId);
    if (known?.for === wanted) {
      known.readAt = performance.now();
      return known.node;
    }
    const node = httpCityNode({ baseUrl: row.controlUrl, nodePublicKey: row.publicKey, key });
    made.set(cityNodeId, { for: wanted, node, readAt: performance.now() });
    return node;
  };
}
