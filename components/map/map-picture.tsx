import type { ReactNode } from 'react';
import { Shape, type Tone } from '#components/ui/badge.tsx';

export type MapPoint = {
  id: string;
  name: string;
  /** Hundredths of the picture's width and height. */
  x: number;
  y: number;
  href?: string;
  selected?: boolean;
  /** Drawn as the state's shape beside the name; leave out while all is well. */
  tone?: Tone;
  /** Where the name stands; the map decides unless told. */
  side?: 'left' | 'right';
};

const dot =
  'relative block size-3.5 rounded-full border-[3px] border-brand bg-ground shadow-[0_0_0_3px_var(--ground)] group-hover:bg-brand group-data-[on]:bg-brand';

/** The world as plain land with places on it, linked by thin lines where they are selected together. Draws only. */
export function MapPicture({
  label,
  points,
  point,
}: {
  label: string;
  points: readonly MapPoint[];
  /** Draws a point as something to press instead of a link. */
  point?: (place: MapPoint, inside: ReactNode, className: string) => ReactNode;
}) {
  const chosen = points.filter(({ selected }) => selected);
  // Too many names would cover the world and each other: they then show for what is chosen, pointed at or focused.
  const crowded = points.length > 24;
  return (
    <div className="relative aspect-[1600/690] w-full select-none" role="group" aria-label={label}>
      <svg viewBox="0 0 1600 690" className="absolute inset-0 size-full" aria-hidden="true">
        <use href="/world.svg#land" className="fill-line" />
        {chosen.slice(1).map((place, index) => {
          const from = chosen[index] ?? place;
          return (
            <path
              key={place.id}
              d={arc(from, place)}
              className="fill-none stroke-brand"
              strokeWidth="2"
              vectorEffect="non-scaling-stroke"
            />
          );
        })}
      </svg>
      {points.map((place) => {
        const left = place.side === 'left';
        const inside = (
          <>
            <span className={dot} />
            <span
              className={`absolute top-1/2 -translate-y-1/2 rounded-md bg-ground/80 px-1 text-13 leading-5 whitespace-nowrap group-hover:underline group-data-[on]:font-semibold ${crowded ? 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 group-data-[on]:opacity-100' : ''} ${left ? 'right-full mr-1' : 'left-full ml-1'}`}
            >
              {place.name}
              {place.tone && (
                <span className="ml-1 inline-block">
                  <Shape tone={place.tone} size={8} />
                </span>
              )}
            </span>
          </>
        );
        const className = 'group absolute block -translate-1/2 p-1.5 hover:z-10';
        return (
          <span
            key={place.id}
            className="absolute hover:z-10"
            style={{ left: `${place.x}%`, top: `${place.y}%` }}
          >
            {point ? (
              point(place, inside, className)
            ) : place.href ? (
              <a href={place.href} data-on={place.selected || undefined} className={className}>
                {inside}
              </a>
            ) : (
              <span data-on={place.selected || undefined} className={className}>
                {inside}
              </span>
            )}
          </span>
        );
      })}
    </div>
  );
}

function arc(from: MapPoint, to: MapPoint): string {
  const [x1, y1, x2, y2] = [from.x * 16, from.y * 6.9, to.x * 16, to.y * 6.9];
  const bend = Math.hypot(x2 - x1, y2 - y1) * 0.18;
  return `M${x1} ${y1}Q${(x1 + x2) / 2 - bend * 0.4} ${(y1 + y2) / 2 - bend} ${x2} ${y2}`;
}
