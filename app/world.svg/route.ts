import { landPath, mapHeight, mapWidth } from '#components/map/land.ts';

const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${mapWidth} ${mapHeight}"><path id="land" d="${landPath}"/></svg>`;

/** The land of the world map, drawn once a process from world-atlas. Pages point into it, so none carries the path itself. */
export function GET(): Response {
  return new Response(picture, {
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=604800' },
  });
}
