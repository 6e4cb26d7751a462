import { getBrand } from '#lib/brand/get-brand.ts';

/** The portal's small picture: the mark in the brand's colours. Logos stay in the page, where they are legible. */
export async function GET(): Promise<Response> {
  const { colours } = await getBrand();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>.g{fill:${colours.light.brand}}.i{fill:${colours.light.brandInk};stroke:${colours.light.brandInk}}@media (prefers-color-scheme:dark){.g{fill:${colours.dark.brand}}.i{fill:${colours.dark.brandInk};stroke:${colours.dark.brandInk}}}</style><rect class="g" width="32" height="32" rx="7"/><path class="i" d="M9 21.5 16 10l7 8" style="fill:none" stroke-width="1.75"/><g class="i" stroke="none"><circle cx="9" cy="21.5" r="3.25"/><circle cx="16" cy="10" r="3.25"/><circle cx="23" cy="18" r="3.25"/></g></svg>`;
  return new Response(svg, {
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=3600' },
  });
}
