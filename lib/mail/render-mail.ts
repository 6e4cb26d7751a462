import { isLocale, type Locale } from '#lib/i18n/locale.ts';
import { translatorFor } from '#lib/i18n/translator.ts';
import { logoPath, type Brand } from '#lib/brand/brand.ts';
import type { MailTemplate } from './templates.ts';

export type RenderedMail = { locale: Locale; subject: string; text: string; html: string };

/** A mail's text and its plain HTML twin, in one language, under one brand. Values are text: nothing in them becomes markup. */
export function renderMail(
  template: MailTemplate,
  wantedLocale: string,
  values: Record<string, string>,
  brand: Brand,
  portalUrl: string,
): RenderedMail {
  const locale = isLocale(wantedLocale) ? wantedLocale : brand.locale;
  const t = translatorFor(locale, 'mail');
  const filled = { ...values, brand: brand.name };
  const paragraphs = t(`${template}.body`, filled).split('\n\n');
  const action = values.url ? { url: values.url, label: t(`${template}.action`, filled) } : null;
  const after = t.has(`${template}.after`) ? t(`${template}.after`, filled) : '';
  const closing = [brand.mailFooter[locale], t('footer', { brand: brand.name, support: brand.supportEmail })]
    .filter(Boolean)
    .join('\n');
  const text = [
    ...paragraphs,
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    after,
    `-- \n${closing}`,
  ]
    .filter(Boolean)
    .join('\n\n');
  const subject = t(`${template}.subject`, filled).replace(/[\r\n]+/g, ' ');
  return {
    locale,
    subject,
    text,
    html: page({ subject, paragraphs, action, after, closing, brand, portalUrl }),
  };
}

/** One narrow column that every mail reader shows: inline styles, no remote style sheet, no script. */
function page(mail: {
  subject: string;
  paragraphs: string[];
  action: { url: string; label: string } | null;
  after: string;
  closing: string;
  brand: Brand;
  portalUrl: string;
}): string {
  const { brand: colour, brandInk } = mail.brand.colours.light;
  const logo = mail.brand.logoHash
    ? `<img src="${escape(new URL(logoPath(mail.brand.logoHash), mail.portalUrl).href)}" alt="${escape(mail.brand.name)}" height="36" style="display:block;max-height:36px;border:0">`
    : escape(mail.brand.name);
  const button = mail.action
    ? `<p style="margin:24px 0"><a href="${escape(mail.action.url)}" style="background:${colour};color:${brandInk};padding:10px 18px;border-radius:6px;text-decoration:none;display:inline-block;font-weight:600">${escape(mail.action.label)}</a></p>` +
      `<p style="margin:0 0 16px;font-size:13px;color:#53606c;word-break:break-all">${escape(mail.action.url)}</p>`
    : '';
  const small = (text: string) =>
    text ? `<p style="margin:16px 0 0;font-size:13px;color:#53606c">${lines(text)}</p>` : '';
  return [
    `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(mail.subject)}</title></head>`,
    '<body style="margin:0;padding:24px;background:#f4f6f8;font-family:ui-sans-serif,system-ui,sans-serif;font-size:16px;line-height:1.5;color:#14202b">',
    '<div style="max-width:560px;margin:0 auto;background:#ffffff;border:1px solid #dde2e7;border-radius:6px;padding:28px">',
    `<div style="font-size:20px;font-weight:600;color:${colour};border-bottom:1px solid #dde2e7;padding-bottom:16px;margin-bottom:20px">${logo}</div>`,
    ...mail.paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${lines(paragraph)}</p>`),
    button,
    small(mail.after),
    `<div style="border-top:1px solid #dde2e7;margin-top:24px">${small(mail.closing)}</div>`,
    '</div></body></html>',
  ].join('\n');
}

const lines = (text: string): string => escape(text).replaceAll('\n', '<br>');

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
