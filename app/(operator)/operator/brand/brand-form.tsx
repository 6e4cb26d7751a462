'use client';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Select, Textarea, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { Button } from '#components/ui/button.tsx';
import type { BrandPayload } from '#lib/brand/brand.ts';
import { saveBrandAction } from './actions.ts';
import { ColourField } from './colour-field.tsx';
import { LogoField } from './logo-field.tsx';
import { Preview } from './preview.tsx';

const mostLinks = 8;
const languages = [
  { value: 'en', label: 'English' },
  { value: 'zh', label: '中文' },
];

/** Every part of the brand, with what it makes of pages, mail and invoices beside it as it is typed. */
export function BrandForm({
  requestId,
  host,
  version,
  brand,
}: {
  requestId: string;
  host: string;
  version: number;
  brand: BrandPayload;
}) {
  const t = useTranslations('brand');
  const [logoHash, setLogoHash] = useState(brand.logoHash);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const follow = ({ target }: FormEvent<HTMLElement>) => {
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
      setTyped((before) => ({ ...before, [target.name]: target.value }));
  };
  const now = (name: string, saved: string) => typed[name] ?? saved;
  const light = now('colours.light', brand.colours.light);
  const dark = now('colours.dark', brand.colours.dark);
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <Form
        action={saveBrandAction}
        requestId={requestId}
        hidden={{ host, version: String(version), logoHash: logoHash ?? '' }}
        done={t('saved')}
        onDone={() => setTyped({})}
      >
        <div className="grid gap-5" onChange={follow}>
          <TextInput name="name" label={t('name')} defaultValue={brand.name} autoComplete="off" />
          <LogoField hash={logoHash} onChange={setLogoHash} />
          <ColourField
            name="colours.light"
            label={t('colourLight')}
            help={t('colourHelp')}
            value={light}
            onPick={(value) => setTyped((before) => ({ ...before, 'colours.light': value }))}
          />
          <ColourField
            name="colours.dark"
            label={t('colourDark')}
            value={dark}
            onPick={(value) => setTyped((before) => ({ ...before, 'colours.dark': value }))}
          />
          <Bilingual name="tagline" label={t('tagline')} help={t('taglineHelp')} value={brand.tagline} />
          <Bilingual name="claim" label={t('claim')} help={t('claimHelp')} value={brand.claim} optional />
          <Bilingual name="footer" label={t('footer')} help={t('footerHelp')} value={brand.footer} optional />
          <Bilingual name="mailFooter" label={t('mailFooter')} value={brand.mailFooter} optional />
          <Links links={brand.links} />
          <fieldset className="grid gap-5 border-t border-line pt-5">
            <legend className="sr-only">{t('seller')}</legend>
            <TextInput
              name="sellerName"
              label={t('sellerName')}
              help={t('sellerHelp')}
              defaultValue={brand.sellerName}
              autoComplete="off"
            />
            <Textarea
              name="sellerAddress"
              label={t('sellerAddress')}
              rows={3}
              optional
              defaultValue={brand.sellerAddress}
            />
            <TextInput
              name="sellerTaxId"
              label={t('sellerTaxId')}
              optional
              defaultValue={brand.sellerTaxId}
              autoComplete="off"
            />
            <TextInput
              name="supportEmail"
              type="email"
              label={t('supportEmail')}
              defaultValue={brand.supportEmail}
              autoComplete="off"
            />
            <Select
              name="locale"
              label={t('locale')}
              help={t('localeHelp')}
              options={languages}
              defaultValue={brand.locale}
            />
          </fieldset>
          <SubmitButton>{t('save')}</SubmitButton>
        </div>
      </Form>
      <aside aria-label={t('preview')} className="min-w-0">
        <div className="lg:sticky lg:top-6">
          <Preview
            name={now('name', brand.name)}
            claim={now('claim.en', brand.claim.en)}
            seller={now('sellerName', brand.sellerName)}
            sellerAddress={now('sellerAddress', brand.sellerAddress)}
            logoHash={logoHash}
            light={light}
            dark={dark}
          />
        </div>
      </aside>
    </div>
  );
}

function Bilingual({
  name,
  label,
  help,
  value,
  optional = false,
}: {
  name: string;
  label: string;
  help?: string;
  value: { en: string; zh: string };
  optional?: boolean;
}) {
  return (
    <div className="grid items-end gap-5 sm:grid-cols-2">
      <TextInput
        name={`${name}.en`}
        label={`${label} (English)`}
        help={help}
        optional={optional}
        defaultValue={value.en}
        autoComplete="off"
      />
      <TextInput
        name={`${name}.zh`}
        label={`${label}（中文）`}
        optional={optional}
        defaultValue={value.zh}
        lang="zh-CN"
        autoComplete="off"
      />
    </div>
  );
}

function Links({ links }: { links: BrandPayload['links'] }) {
  const t = useTranslations('brand');
  const [rows, setRows] = useState(Math.max(1, links.length));
  return (
    <fieldset className="grid gap-5 border-t border-line pt-5">
      <legend className="sr-only">{t('links')}</legend>
      <p>
        <span className="font-medium">{t('links')}</span>
        <span className="block text-13 text-quiet">{t('linksHelp')}</span>
      </p>
      {Array.from({ length: rows }, (_, index) => {
        const at = { number: index + 1 };
        return (
          <div key={index} className="grid items-end gap-3 sm:grid-cols-[1fr_1fr_2fr]">
            <TextInput
              name={`links.${index}.label.en`}
              label={t('linkEn', at)}
              optional
              defaultValue={links[index]?.label.en}
              autoComplete="off"
            />
            <TextInput
              name={`links.${index}.label.zh`}
              label={t('linkZh', at)}
              optional
              defaultValue={links[index]?.label.zh}
              autoComplete="off"
            />
            <TextInput
              name={`links.${index}.href`}
              label={t('linkHref', at)}
              optional
              defaultValue={links[index]?.href}
              autoComplete="off"
            />
          </div>
        );
      })}
      {rows < mostLinks && (
        <Button size="s" className="justify-self-start" onClick={() => setRows(rows + 1)}>
          {t('addLink')}
        </Button>
      )}
    </fieldset>
  );
}
