'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Radio } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { cancelOrderAction, refundFailedOrderAction, retryDeliveryAction } from '../actions.ts';

type Ids = { orderId: string; requestId: string };

export function CancelButton({ orderId, requestId }: Ids) {
  const t = useTranslations('orders');
  return (
    <ConfirmDialog
      trigger={t('cancel')}
      look="secondary"
      title={t('cancelTitle')}
      text={t('cancelText')}
      confirm={t('cancel')}
      action={cancelOrderAction}
      requestId={requestId}
      hidden={{ orderId }}
    />
  );
}

export function RetryButton({ orderId, requestId }: Ids) {
  const t = useTranslations('orders');
  return (
    <Form action={retryDeliveryAction} requestId={requestId} hidden={{ orderId }} className="grid gap-3">
      <SubmitButton pending={t('retrying')}>{t('retry')}</SubmitButton>
    </Form>
  );
}

export function RefundButton({ orderId, requestId }: Ids) {
  const t = useTranslations('orders');
  return (
    <ConfirmDialog
      trigger={t('refund')}
      look="secondary"
      title={t('refundTitle')}
      text={t('refundText')}
      confirm={t('refund')}
      action={refundFailedOrderAction}
      requestId={requestId}
      hidden={{ orderId }}
    >
      <Radio
        name="destination"
        label={t('refundTo')}
        defaultValue="source"
        options={[
          { value: 'source', label: t('refundSource') },
          { value: 'wallet', label: t('refundWallet') },
        ]}
      />
    </ConfirmDialog>
  );
}
