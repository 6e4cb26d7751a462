'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { NumberInput, Select, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { proposeShareRuleAction } from './actions.ts';

type Option = { value: string; label: string };
const parties = ['portal', 'provider', 'framework', 'operations'] as const;

export function ShareRuleForm({
  requestId,
  frameworks,
  nodes,
}: {
  requestId: string;
  frameworks: readonly Option[];
  nodes: readonly Option[];
}) {
  const t = useTranslations('prices');
  return (
    <Form action={proposeShareRuleAction} requestId={requestId} done={t('ruleProposed')}>
      <Select
        name="cityNodeId"
        label={t('cityNode')}
        options={[{ value: '', label: t('everyNode') }, ...nodes]}
      />
      <Select
        name="frameworkId"
        label={t('framework')}
        options={[{ value: '', label: t('everyFramework') }, ...frameworks]}
      />
      {parties.map((party) => (
        <NumberInput
          key={party}
          name={`${party}BasisPoints`}
          label={t(`shareOf.${party}`)}
          help={party === 'portal' ? t('ofTheNet') : t('ofTheRest')}
          unit="%"
        />
      ))}
      <TextInput
        name="effectiveFrom"
        type="date"
        label={t('effectiveFrom')}
        help={t('effectiveFromHelp')}
        optional
      />
      <SubmitButton>{t('sendToApprover')}</SubmitButton>
    </Form>
  );
}
