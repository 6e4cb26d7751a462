import { mapHeight, mapWidth, placeOnMap } from './land.ts';
import type { MapPoint } from './map-picture.tsx';

export type Place = Omit<MapPoint, 'x' | 'y'> & { latitude: number; longitude: number };

/** Places as points of the picture, on the server, so that no page ships the projection. Names of near neighbours keep apart. */
export function placePoints(places: readonly Place[]): MapPoint[] {
  const points = places.map(({ latitude, longitude, ...place }) => {
    const { x, y } = placeOnMap(longitude, latitude);
    return { ...place, x: hundredths(x, mapWidth), y: hundredths(y, mapHeight) };
  });
  return points.map((point, index) => {
    const neighbour = points.some(
      (other, at) => at < index && Math.abs(other.x - point.x) < 9 && Math.abs(other.y - point.y) < 4,
    );
    return { side: point.x > 86 || neighbour ? ('left' as const) : ('right' as const), ...point };
  });
}

const hundredths = (value: number, whole: number): number => Math.round((value / whole) * 10_000) / 100;
