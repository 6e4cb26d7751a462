import type { AppRow } from '#city-node/apps/app-row.ts';
import { chainIdOf, type Offering } from '#city-node/offerings.ts';
import type { Placement } from '#protocol/control/operations.ts';

export interface Choice {
  chain: string;
  chainKind: 'shared' | 'dedicated' | 'upstream';
  placement: Placement;
}

/** Where an app of that size stands on this node, and why. `operationId` names a dedicated chain, once for each asking. */
export function choosePlacement(
  offering: Offering,
  tps: number,
  appCode: string,
  operationId: string,
  nodeId: string,
): Choice {
  const at = (chain: string, kind: Choice['chainKind'], code: string): Choice => ({
    chain,
    chainKind: kind,
    placement: {
      kind,
      reason: { code, params: { tps, line: offering.dedicatedFromTps ?? 0 } },
      chainId: chainIdOf(nodeId, chain),
    },
  });
  if (offering.access === 'endpoint') return at(offering.chain, 'upstream', 'placement.public-endpoint');
  const line = offering.dedicatedFromTps;
  return line !== null && tps >= line
    ? at(`app-${appCode}-${operationId}`, 'dedicated', 'placement.above-line')
    : at(offering.chain, 'shared', 'placement.below-line');
}

/** Whether an app of the new size would stand elsewhere. */
export function crossesLine(offering: Offering, app: AppRow, tps: number): boolean {
  const line = offering.dedicatedFromTps;
  const wants = line !== null && tps >= line ? 'dedicated' : 'shared';
  return offering.access === 'deploy' && app.placement !== null && app.placement.kind !== wants;
}
