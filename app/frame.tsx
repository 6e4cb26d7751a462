import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { getSession } from '#lib/auth/get-session.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { getBrand } from '#lib/brand/get-brand.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import { FooterLinks } from '#components/shell/footer-links.tsx';
import { SignOut } from '#components/shell/sign-out.tsx';
import { isTheme, type Theme } from '#components/shell/theme.ts';
import type { Reader } from '#components/shell/shell.tsx';

/** What every area's shell is drawn with: brand, appearance, who reads, and the brand's links at the foot. */
export async function frame(): Promise<{
  brand: { name: string; logoHash: string | null };
  theme: Theme;
  reader: Reader | null;
  footer: ReactNode;
  signOut: ReactNode;
}> {
  const [brand, locale, jar, actor, session, t] = await Promise.all([
    getBrand(),
    requestLocale(),
    cookies(),
    getActor(),
    getSession(),
    getTranslator('nav'),
  ]);
  const theme = jar.get('theme')?.value;
  return {
    brand: { name: brand.name, logoHash: brand.logoHash },
    theme: isTheme(theme) ? theme : 'system',
    reader: actor && {
      name: actor.name,
      organisation: session?.org?.name,
      can: actor.can,
      suspension: actor.suspension && { reason: actor.suspension.reason, ask: brand.supportEmail },
    },
    signOut: <SignOut />,
    footer: (
      <FooterLinks
        note={brand.footer[locale] || brand.sellerName}
        links={[
          ...brand.links.map((link) => ({ label: link.label[locale], href: link.href })),
          { label: t('support'), href: `mailto:${brand.supportEmail}` },
        ]}
      />
    ),
  };
}
