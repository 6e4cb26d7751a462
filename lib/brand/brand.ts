import { z } from 'zod';
import { inkOn, legibleOn } from './contrast.ts';

/** What the brand's colour is read against, in app/globals.css: ground and surface. */
export const grounds = { light: ['#ffffff', '#f4f6f8'], dark: ['#0e1418', '#161d23'] } as const;

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'brand.oneLine');
const bilingual = (most: number) => z.object({ en: line(most), zh: line(most) });
const colour = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'brand.colourInvalid');

/** A web page, a mail address, or a path of this portal. Nothing that a browser would run. */
export const hrefField = z
  .string()
  .trim()
  .max(500)
  .refine((href) => /^(https:\/\/\S+|mailto:[^\s?]+@[^\s?]+|\/(?!\/)\S*)$/i.test(href), 'brand.linkInvalid');

/** What an operator chooses and we store. */
export const brandPayload = z.object({
  name: line(60).min(1, 'brand.nameMissing'),
  tagline: bilingual(160),
  /** First sentence of the storefront. Empty: the portal's own. */
  claim: bilingual(120),
  /** Under every page. */
  footer: bilingual(300),
  /** Under every mail. */
  mailFooter: bilingual(300),
  logoHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  colours: z.object({ light: colour, dark: colour }),
  links: z.array(z.object({ label: bilingual(40), href: hrefField })).max(8),
  sellerName: line(120).min(1, 'brand.sellerMissing'),
  sellerAddress: z.string().trim().max(400),
  sellerTaxId: line(60),
  supportEmail: z.email('brand.emailInvalid').max(254),
  /** Language of mail to people whose own is not known. */
  locale: z.enum(['en', 'zh']),
});
export type BrandPayload = z.output<typeof brandPayload>;

export type Palette = {
  /** The chosen colour, moved as far as it takes to be read as text on the page (4.5). */
  brand: string;
  /** Text on it (4.5). */
  brandInk: string;
};

/** What pages, mail and invoices use. Safe to send to a browser. */
export type Brand = Omit<BrandPayload, 'colours'> & {
  colours: { light: Palette; dark: Palette };
  /** The colours as the operator chose them. */
  chosen: { light: string; dark: string };
  /** 0: the default brand, never edited. */
  version: number;
};

export const defaultBrand: BrandPayload = {
  name: 'Cityport',
  tagline: {
    en: 'Blockchain applications on a network of public city nodes',
    zh: '在公共城市节点网络上运行区块链应用',
  },
  claim: { en: 'Build on any city’s blockchain.', zh: '在任意城市的区块链上构建应用。' },
  footer: { en: '', zh: '' },
  mailFooter: { en: '', zh: '' },
  logoHash: null,
  colours: { light: '#0f4c81', dark: '#7cb7ee' },
  links: [
    { label: { en: 'Terms', zh: '服务条款' }, href: '/legal/terms' },
    { label: { en: 'Privacy', zh: '隐私政策' }, href: '/legal/privacy' },
  ],
  sellerName: 'Cityport Demo Pte. Ltd.',
  sellerAddress: '1 Harbour Street\nSingapore 018956\nSingapore',
  sellerTaxId: '',
  supportEmail: 'support@cityport.test',
  locale: 'en',
};

export function brandFrom(payload: BrandPayload, version: number): Brand {
  const { colours: chosen, ...rest } = payload;
  const palette = (theme: 'light' | 'dark'): Palette => {
    const brand = legibleOn(chosen[theme], grounds[theme]);
    return { brand, brandInk: inkOn(brand) };
  };
  return { ...rest, chosen, colours: { light: palette('light'), dark: palette('dark') }, version };
}

/** Where a logo is served. */
export const logoPath = (hash: string): string => `/api/brand-assets/${hash}`;
