'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { QueryProvider } from '#components/shell/query-provider.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { fetchLive } from './live-refresh.tsx';

type Props = {
  paymentId: string;
  /** Where this page is without the payment in its address. */ here: string;
};

/** The buyer has just chosen to pay by card: takes them to the provider's page as soon as it has been made. */
export function GoToPayPage(props: Props) {
  return (
    <QueryProvider>
      <Follow {...props} />
    </QueryProvider>
  );
}

function Follow({ paymentId, here }: Props) {
  const t = useTranslations('orders');
  const router = useRouter();
  const url = `/api/payments/${paymentId}/live`;
  const { data } = useQuery({
    queryKey: ['pay', url],
    queryFn: () => fetchLive(url),
    refetchInterval: (query) => (query.state.data?.final || query.state.data?.payUrl ? false : 400),
  });
  useEffect(() => {
    if (data?.final) router.replace(here);
    else if (data?.payUrl) {
      // Back from the provider's page must not lead there again.
      window.history.replaceState(null, '', here);
      window.location.assign(data.payUrl);
    }
  }, [data, router, here]);
  return (
    <Notice tone="busy" live>
      {t('preparing')}
    </Notice>
  );
}
