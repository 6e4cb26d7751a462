'use client';
import { useState } from 'react';

export type Palette = { brand: string; brandInk: string };

const hex = /^#[0-9a-f]{6}$/i;

/**
 * The brand's colours over those of globals.css, in every page's own head. Anything that is no colour is left out.
 * The nonce stays that of the page as it was loaded: its policy knows no later one, and a brand that is saved while the
 * page is open has to reach it too.
 */
export function BrandStyle({
  colours,
  nonce,
}: {
  colours: { light: Palette; dark: Palette };
  nonce?: string;
}) {
  const [own] = useState(nonce);
  const declarations = Object.entries({
    '--brand-light': colours.light.brand,
    '--brand-ink-light': colours.light.brandInk,
    '--brand-dark': colours.dark.brand,
    '--brand-ink-dark': colours.dark.brandInk,
  })
    .filter(([, value]) => hex.test(value))
    .map(([name, value]) => `${name}:${value}`)
    .join(';');
  return (
    <style nonce={own} suppressHydrationWarning>
      {`:root:root{${declarations}}`}
    </style>
  );
}
