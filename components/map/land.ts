import { geoEqualEarth, type GeoProjection } from 'd3-geo';
import { merge } from 'topojson-client';
import type { GeometryCollection, MultiPolygon, Polygon, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json' with { type: 'json' };

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;
type Country = (Polygon | MultiPolygon) & { properties?: { name: string } };

// The package ships the file without types; world-atlas documents this shape.
const world = atlas as unknown as World;
const countries = (world.objects.countries.geometries as Country[]).filter(
  (country) => country.properties?.name !== 'Antarctica',
);
const land = merge(world, countries);

/** The drawing's own units. */
export const mapWidth = 1600;
export const mapHeight = 690;

const projection: GeoProjection = geoEqualEarth()
  .rotate([-11, 0])
  .fitExtent(
    [
      [0, 8],
      [mapWidth, mapHeight + 12],
    ],
    land,
  );

/** Where a place stands on the drawing. */
export function placeOnMap(longitude: number, latitude: number): { x: number; y: number } {
  const [x, y] = projection([longitude, latitude]) ?? [0, 0];
  return { x: Math.round(x), y: Math.round(y) };
}

/** The land as one path: whole units, each point relative to the last, islands under three units left out. */
export const landPath: string = drawLand();

function drawLand(): string {
  const rings: string[] = [];
  let ring: [number, number][] = [];
  const stream = projection.stream({
    point: (x, y) => ring.push([Math.round(x), Math.round(y)]),
    lineStart: () => (ring = []),
    lineEnd: () => rings.push(...relative(ring)),
    polygonStart: () => undefined,
    polygonEnd: () => undefined,
    sphere: () => undefined,
  });
  for (const polygon of land.coordinates) {
    stream.polygonStart();
    for (const line of polygon) {
      stream.lineStart();
      for (const [longitude = 0, latitude = 0] of line.slice(0, -1)) stream.point(longitude, latitude);
      stream.lineEnd();
    }
    stream.polygonEnd();
  }
  return rings.join('');
}

function relative(points: readonly [number, number][]): string[] {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  if (Math.max(...xs) - Math.min(...xs) + Math.max(...ys) - Math.min(...ys) < 6) return [];
  let from: [number, number] = [0, 0];
  const steps = points.flatMap((point, index) => {
    const step: [number, number] = [point[0] - from[0], point[1] - from[1]];
    if (index > 0 && step[0] === 0 && step[1] === 0) return [];
    from = point;
    return [index === 0 ? `M${point[0]} ${point[1]}l` : `${step[0]}${step[1] < 0 ? '' : ' '}${step[1]}`];
  });
  return [`${steps[0]}${steps.slice(1).join(' ').replaceAll(' -', '-')}z`];
}
