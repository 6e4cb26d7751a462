import { MapPicture } from './map-picture.tsx';
import { placePoints, type Place } from './place-points.ts';

/** City nodes on the world map, each a link to its record. */
export function WorldMap({ label, places }: { label: string; places: readonly Place[] }) {
  return <MapPicture label={label} points={placePoints(places)} />;
}
