import type { CityNodeContext } from '#city-node/context.ts';
import { someoneLeads } from '#city-node/leader.ts';
import type { PeerProcess } from './peer-process.ts';

const left = new WeakMap<CityNodeContext, Map<number, PeerProcess>>();

/** A peer that goes on although this copy leads no more: whoever leads next adopts it. */
export function leaveBehind(node: CityNodeContext, peer: PeerProcess): void {
  const peers = left.get(node) ?? new Map<number, PeerProcess>();
  left.set(node, peers.set(peer.pid, peer));
}

export function takeUp(node: CityNodeContext, peer: PeerProcess): void {
  left.get(node)?.delete(peer.pid);
}

/** When this process ends and nobody has adopted what it left behind, as when the database went first, nothing stays. */
export async function endLeftBehind(node: CityNodeContext): Promise<void> {
  const peers = [...(left.get(node)?.values() ?? [])];
  if (peers.length === 0 || (await someoneLeads(node.env.DATABASE_URL))) return;
  await Promise.all(peers.map((peer) => peer.stop()));
}
