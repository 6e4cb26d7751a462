import { describe, expect, it } from 'vitest';
import { landPath, mapHeight, mapWidth, placeOnMap } from './land.ts';
import { placePoints } from './place-points.ts';

describe('the world map', () => {
  it('is one path of at most 20 kB', () => {
    expect(landPath).toMatch(/^M[\dMlz .-]+z$/);
    expect(landPath.length).toBeLessThan(20_000);
  });

  it.each([
    ['Hangzhou', 120.16, 30.27],
    ['Ushuaia', -68.3, -54.8],
    ['Auckland', 174.8, -36.8],
    ['Anchorage', -149.9, 61.2],
  ])('has %s on it', (_, longitude, latitude) => {
    const { x, y } = placeOnMap(longitude, latitude);
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(mapWidth);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(mapHeight + 15);
  });

  it('sets the names of neighbours on different sides', () => {
    const sides = placePoints([
      { id: 'a', name: 'Shanghai', latitude: 31.2, longitude: 121.5 },
      { id: 'b', name: 'Hangzhou', latitude: 30.3, longitude: 120.2 },
    ]).map(({ side }) => side);
    expect(sides).toEqual(['right', 'left']);
  });
});
