import { portalTimeZone } from '#lib/env/portal-time-zone.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { Precision } from '#lib/i18n/format.ts';

/** An instant in the reader's zone, the portal's on hover. `now` writes it as "3 minutes ago" instead. */
export async function Time({
  at,
  precision = 'minute',
  now,
}: {
  at: Date | string;
  precision?: Precision;
  now?: Date;
}) {
  const [formats, t] = await Promise.all([getFormats(), getTranslator('ui')]);
  const whole = formats.dateIn(portalTimeZone(), at, 'second');
  return (
    <time
      dateTime={typeof at === 'string' ? at : at.toISOString()}
      title={t('inPortalTime', { time: whole })}
      className="figures whitespace-nowrap"
    >
      {now ? formats.relative(at, now) : formats.date(at, precision)}
    </time>
  );
}
