import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { getBrand } from '#lib/brand/get-brand.ts';
import { isSandbox } from '#lib/env/portal-env.ts';
import { languageTags } from '#lib/i18n/locale.ts';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import { portalUrlOf } from '#app/portal-url.ts';
import { BrandStyle } from '#components/shell/brand-style.tsx';
import { RememberZone } from '#components/shell/remember-zone.tsx';
import { SandboxBanner } from '#components/shell/sandbox-banner.tsx';
import { SkipLink } from '#components/shell/skip-link.tsx';
import './globals.css';

// Brand, language and the policy's nonce belong to a request: nothing is ever rendered at build time.
export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const [brand, locale, head] = await Promise.all([getBrand(), requestLocale(), headers()]);
  return {
    metadataBase: new URL(portalUrlOf(head)),
    title: { default: brand.name, template: `%s · ${brand.name}` },
    description: brand.tagline[locale],
    applicationName: brand.name,
    icons: { icon: [{ url: `/icon?v=${brand.version}`, type: 'image/svg+xml' }] },
    openGraph: { siteName: brand.name, type: 'website' },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1418' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [brand, locale, jar, head] = await Promise.all([getBrand(), requestLocale(), cookies(), headers()]);
  const theme = jar.get('theme')?.value;
  return (
    <html lang={languageTags[locale]} data-theme={theme === 'light' || theme === 'dark' ? theme : undefined}>
      <head>
        <link
          rel="preload"
          href="/fonts/public-sans.woff2"
          as="font"
          type="font/woff2"
          crossOrigin="anonymous"
        />
        <BrandStyle colours={brand.colours} nonce={head.get('x-nonce') ?? undefined} />
      </head>
      <body className="flex min-h-dvh flex-col bg-ground font-sans text-text antialiased">
        <SkipLink />
        {isSandbox() && <SandboxBanner />}
        {children}
        <RememberZone />
      </body>
    </html>
  );
}
