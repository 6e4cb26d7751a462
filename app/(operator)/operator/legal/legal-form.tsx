'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Textarea, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { publishLegalTextAction } from './actions.ts';

type Text = { title: string; body: string };

/** Both languages of one legal text; publishing makes the next version of both. */
export function LegalForm({
  requestId,
  kind,
  version,
  en,
  zh,
}: {
  requestId: string;
  kind: string;
  version: number;
  en: Text;
  zh: Text;
}) {
  const t = useTranslations('legal');
  return (
    <Form
      action={publishLegalTextAction}
      requestId={requestId}
      hidden={{ kind, version: String(version) }}
      done={(published) => t('published', { version: published.version })}
      className="grid gap-5"
    >
      <p className="text-quiet">{t('markup')}</p>
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
        <div className="grid content-start gap-5">
          <TextInput name="titleEn" label={t('titleEn')} defaultValue={en.title} autoComplete="off" />
          <Textarea name="bodyEn" label={t('bodyEn')} rows={18} defaultValue={en.body} />
        </div>
        <div className="grid content-start gap-5">
          <TextInput
            name="titleZh"
            label={t('titleZh')}
            defaultValue={zh.title}
            lang="zh-CN"
            autoComplete="off"
          />
          <Textarea name="bodyZh" label={t('bodyZh')} rows={18} defaultValue={zh.body} lang="zh-CN" />
        </div>
      </div>
      <SubmitButton>{t('publish', { version: version + 1 })}</SubmitButton>
    </Form>
  );
}
