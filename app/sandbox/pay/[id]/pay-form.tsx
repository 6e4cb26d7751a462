'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Select } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { decideAction } from './actions.ts';

/** What the buyer does at the provider, and how the provider tells the portal. */
export function PayForm({
  checkoutId,
  amount,
  leave,
}: {
  checkoutId: string;
  amount: string;
  leave: string;
}) {
  const t = useTranslations('payments');
  const deliveries = ['once', 'twice', 'late', 'outOfOrder', 'never'] as const;
  return (
    <Form action={decideAction} hidden={{ checkoutId }}>
      <Select
        name="delivery"
        label={t('simulated.delivery')}
        defaultValue="once"
        options={deliveries.map((value) => ({ value, label: t(`simulated.${value}`) }))}
      />
      <div className="flex flex-wrap gap-2">
        <SubmitButton name="decision" value="succeed" pending={t('simulated.working')}>
          {t('simulated.pay', { amount })}
        </SubmitButton>
        <SubmitButton name="decision" value="decline" look="secondary">
          {t('simulated.decline')}
        </SubmitButton>
        <a href={leave} className={buttonClass({ look: 'quiet' })}>
          {t('simulated.leave')}
        </a>
      </div>
    </Form>
  );
}
