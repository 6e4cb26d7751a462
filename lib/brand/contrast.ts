/** Colours are `#rrggbb`. Pure, and small enough for the browser: the brand form shows what it computes. */

type Rgb = readonly [number, number, number];

const channels = (colour: string): Rgb => {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};

const hex = (rgb: Rgb): string =>
  `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number]; // map keeps the length
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio, WCAG 2.2: from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Least contrast of text, WCAG 2.2 level AA. */
export const legible = 4.5;

/** Ink for text on a colour: near-black or white, whichever stands out more. One of the two always reaches 4.5. */
export function inkOn(colour: string): string {
  const inks = ['#ffffff', '#000000'] as const;
  return contrast(colour, inks[0]) >= contrast(colour, inks[1]) ? inks[0] : inks[1];
}

/**
 * The colour itself where it can be read as text on every ground; else the nearest one of the same hue that can,
 * darker on light grounds and lighter on dark ones.
 */
export function legibleOn(colour: string, grounds: readonly string[]): string {
  const readable = (candidate: string) => grounds.every((ground) => contrast(candidate, ground) >= legible);
  if (readable(colour)) return colour;
  const towards: Rgb = grounds.every((ground) => luminance(ground) > 0.18) ? [0, 0, 0] : [255, 255, 255];
  const from = channels(colour);
  for (let step = 1; step <= 100; step += 1) {
    const share = step / 100;
    const mixed = hex([
      from[0] + (towards[0] - from[0]) * share,
      from[1] + (towards[1] - from[1]) * share,
      from[2] + (towards[2] - from[2]) * share,
    ]);
    if (readable(mixed)) return mixed;
  }
  return hex(towards);
}
