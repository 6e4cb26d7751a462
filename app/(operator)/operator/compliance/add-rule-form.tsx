'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Select, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { addRuleAction } from './actions.ts';

export function AddRuleForm({
  requestId,
  rules,
  basedOn,
}: {
  requestId: string;
  rules: string;
  basedOn: string;
}) {
  const t = useTranslations('rules');
  return (
    <Form action={addRuleAction} requestId={requestId} hidden={{ rules, basedOn }} done={t('published')}>
      <TextInput
        name="id"
        label={t('ruleName')}
        help={t('ruleNameHelp')}
        autoCapitalize="none"
        spellCheck={false}
      />
      <Select
        name="kind"
        label={t('kind')}
        options={[
          { value: '', label: t('anyKind') },
          { value: 'public', label: t('kinds.public') },
          { value: 'permissioned', label: t('kinds.permissioned') },
        ]}
      />
      {(['buyerCountry', 'nodeCountry', 'portalCountry'] as const).map((name) => (
        <TextInput key={name} name={name} label={t(name)} help={t('countriesHelp')} optional />
      ))}
      <TextInput name="effectiveFrom" type="date" label={t('from')} help={t('fromHelp')} optional />
      <SubmitButton>{t('publish')}</SubmitButton>
    </Form>
  );
}
