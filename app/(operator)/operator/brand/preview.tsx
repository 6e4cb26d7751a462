'use client';
import { useTranslations } from 'use-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Badge } from '#components/ui/badge.tsx';
import { grounds, logoPath } from '#lib/brand/brand.ts';
import { contrast, inkOn, legible, legibleOn } from '#lib/brand/contrast.ts';

type Props = {
  name: string;
  claim: string;
  seller: string;
  sellerAddress: string;
  logoHash: string | null;
  light: string;
  dark: string;
};

const isColour = (value: string) => /^#[0-9a-f]{6}$/i.test(value);
const text = { light: '#14202b', dark: '#e8edf1' };

/** What the brand makes of a page in light and dark, of mail and of an invoice, with the contrasts that come of it. */
export function Preview(props: Props) {
  const t = useTranslations('brand');
  return (
    <div className="grid gap-5">
      <h2 className="text-20">{t('preview')}</h2>
      <PagePreview {...props} theme="light" />
      <PagePreview {...props} theme="dark" />
      <div
        className="rounded-md border border-line px-5 py-4"
        style={{ background: '#ffffff', color: text.light }}
      >
        <p className="text-13" style={{ color: '#53606c' }}>
          {t('onInvoice')}
        </p>
        <p className="mt-1 font-semibold">{props.seller}</p>
        <p className="whitespace-pre-line text-13">{props.sellerAddress}</p>
      </div>
    </div>
  );
}

function PagePreview({ theme, name, claim, logoHash, ...colours }: Props & { theme: 'light' | 'dark' }) {
  const t = useTranslations('brand');
  const formats = useFormats();
  const chosen = colours[theme];
  if (!isColour(chosen)) return <p className="text-quiet">{t('colourInvalid')}</p>;
  const used = legibleOn(chosen.toLowerCase(), grounds[theme]);
  const ink = inkOn(used);
  const ratio = (one: string, other: string) =>
    formats.number(contrast(one, other), { maximumFractionDigits: 1 });
  const onPage = Math.min(...grounds[theme].map((ground) => contrast(used, ground)));
  return (
    <div>
      <div
        className="rounded-md border border-line px-5 py-4"
        style={{ background: grounds[theme][0], color: text[theme] }}
      >
        <p className="flex items-center gap-2.5 font-semibold">
          {logoHash ? (
            <img src={logoPath(logoHash)} alt="" className="h-6 w-auto max-w-32" />
          ) : (
            <span aria-hidden="true" className="size-4 rounded-full" style={{ background: used }} />
          )}
          {name}
        </p>
        <p className="mt-3 text-16 font-semibold">{claim}</p>
        <p className="mt-3 flex items-center gap-4">
          <span className="rounded-md px-3 py-1.5 font-semibold" style={{ background: used, color: ink }}>
            {t('aButton')}
          </span>
          <span className="underline" style={{ color: used }}>
            {t('aLink')}
          </span>
        </p>
      </div>
      <p className="mt-1.5 flex flex-wrap gap-x-4 text-13 text-quiet">
        <span>{t(`theme.${theme}`)}</span>
        <span>{t('ratioPage', { ratio: formats.number(onPage, { maximumFractionDigits: 1 }) })}</span>
        <span>{t('ratioInk', { ratio: ratio(used, ink) })}</span>
        {used === chosen.toLowerCase() ? (
          <Badge tone="good">{t('asChosen')}</Badge>
        ) : (
          <Badge tone="warn" title={t('movedWhy', { least: formats.number(legible) })}>
            {t('moved', { chosen, used })}
          </Badge>
        )}
      </p>
    </div>
  );
}
