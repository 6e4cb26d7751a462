'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { NumberInput, Textarea, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { Button } from '#components/ui/button.tsx';
import type { BankDetails } from '#lib/settings/catalogue.ts';
import { putSettingAction } from './actions.ts';

type Bilingual = { en: string; zh: string };
const mostLines = 12;

export function NumberSettingForm({
  requestId,
  name,
  value,
}: {
  requestId: string;
  name: 'quoteMinutes' | 'remittanceDays';
  value: string;
}) {
  const t = useTranslations('operatorHome');
  return (
    <Form action={putSettingAction} requestId={requestId} hidden={{ name }} done={t('settingSaved')}>
      <NumberInput
        name="value"
        label={t(`setting.${name}`)}
        help={t(`settingHelp.${name}`)}
        unit={t(`settingUnit.${name}`)}
        defaultValue={value}
      />
      <SubmitButton look="secondary">{t('saveSetting')}</SubmitButton>
    </Form>
  );
}

export function BankForm({ requestId, bank }: { requestId: string; bank: BankDetails }) {
  const t = useTranslations('operatorHome');
  return (
    <Form action={putSettingAction} requestId={requestId} hidden={{ name: 'bank' }} done={t('settingSaved')}>
      <TextInput name="value.holder" label={t('bankHolder')} defaultValue={bank.holder} autoComplete="off" />
      <TextInput name="value.bank" label={t('bankName')} defaultValue={bank.bank} autoComplete="off" />
      <TextInput
        name="value.account"
        label={t('bankAccount')}
        defaultValue={bank.account}
        autoComplete="off"
      />
      <TextInput
        name="value.swift"
        label="SWIFT / BIC"
        optional
        defaultValue={bank.swift}
        autoComplete="off"
      />
      <SubmitButton look="secondary">{t('saveSetting')}</SubmitButton>
    </Form>
  );
}

export function ComparisonForm({
  requestId,
  currency,
  peers,
  lines,
  source,
}: {
  requestId: string;
  currency: string;
  peers: string;
  lines: readonly { label: Bilingual; yearly: string }[];
  source: Bilingual;
}) {
  const t = useTranslations('operatorHome');
  const [rows, setRows] = useState(Math.max(1, lines.length));
  return (
    <Form
      action={putSettingAction}
      requestId={requestId}
      hidden={{ name: 'comparison', 'value.currency': currency }}
      done={t('settingSaved')}
      className="grid max-w-4xl gap-5"
    >
      <NumberInput name="value.peers" label={t('comparisonPeers')} defaultValue={peers} />
      {Array.from({ length: rows }, (_, index) => {
        const at = { number: index + 1 };
        return (
          <div key={index} className="grid items-end gap-3 sm:grid-cols-[2fr_2fr_1fr]">
            <TextInput
              name={`value.lines.${index}.label.en`}
              label={t('lineEn', at)}
              optional
              defaultValue={lines[index]?.label.en}
              autoComplete="off"
            />
            <TextInput
              name={`value.lines.${index}.label.zh`}
              label={t('lineZh', at)}
              optional
              lang="zh-CN"
              defaultValue={lines[index]?.label.zh}
              autoComplete="off"
            />
            <NumberInput
              name={`value.lines.${index}.yearlyMinor`}
              label={t('lineYearly', at)}
              optional
              unit={currency}
              defaultValue={lines[index]?.yearly}
            />
          </div>
        );
      })}
      {rows < mostLines && (
        <Button size="s" className="justify-self-start" onClick={() => setRows(rows + 1)}>
          {t('addLine')}
        </Button>
      )}
      <div className="grid gap-5 sm:grid-cols-2">
        <Textarea name="value.source.en" label={t('sourceEn')} rows={3} defaultValue={source.en} />
        <Textarea
          name="value.source.zh"
          label={t('sourceZh')}
          rows={3}
          lang="zh-CN"
          defaultValue={source.zh}
        />
      </div>
      <SubmitButton look="secondary">{t('saveSetting')}</SubmitButton>
    </Form>
  );
}
