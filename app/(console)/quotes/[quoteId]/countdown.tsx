'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';

/** What is left of a quote, counted from the portal's clock and not from the reader's. */
export function Countdown({ seconds }: { seconds: number }) {
  const t = useTranslations('orders');
  const router = useRouter();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const until = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const now = Math.max(0, Math.round((until - Date.now()) / 1000));
      setLeft(now);
      if (now === 0) {
        clearInterval(timer);
        router.refresh();
      }
    }, 1000);
    return () => clearInterval(timer);
  }, [seconds, router]);
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <span className="figures" role="timer">
      {t('left', { clock })}
    </span>
  );
}
