import type { Tone } from '#components/ui/badge.tsx';
import type { CityNodeRow } from '#lib/city-nodes/city-node-row.ts';

export const stateTones: Record<CityNodeRow['state'] | 'announced', Tone> = {
  announced: 'quiet',
  enrolled: 'warn',
  active: 'good',
  paused: 'quiet',
  retired: 'quiet',
};

export const healthTones: Record<CityNodeRow['health'], Tone> = {
  unknown: 'quiet',
  healthy: 'good',
  degraded: 'warn',
  unreachable: 'bad',
};

/** A node that has never been enrolled is shown as announced, whatever its row says. */
export const shownState = (node: {
  state: CityNodeRow['state'];
  enrolled: boolean;
}): keyof typeof stateTones => (node.enrolled ? node.state : 'announced');
