import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeading, Section } from '#components/ui/page-heading.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { viewClock } from '#lib/clock/view-clock.ts';
import { isSandbox } from '#lib/env/portal-env.ts';
import { portalTimeZone } from '#lib/env/portal-time-zone.ts';
import type { Formats } from '#lib/i18n/format.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { ClockForm } from './clock-form.tsx';
import { FollowClock } from './follow-clock.tsx';

const path = '/operator/clock';
const minuteMs = 60_000;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operator');
  return { title: t('clockTitle') };
}

export default async function ClockPage() {
  if (!isSandbox()) notFound();
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('clock.advance')) return <NoPermission permission="clock.advance" back="/operator" />;
  const [t, formats, clock] = await Promise.all([getTranslator('operator'), getFormats(), viewClock(actor)]);
  const zone = portalTimeZone();
  const write = (at: Date) => formats.dateIn(zone, at);
  return (
    <>
      <PageHeading title={t('clockTitle')} lead={t('clockLead')} />
      {clock.target && (
        <div className="mb-6">
          <Notice title={t('clockMovingTitle')} live>
            {t('clockMovingText', { target: write(clock.target) })}
            <FollowClock />
          </Notice>
        </div>
      )}
      <Facts
        columns
        items={[
          { label: t('clockNow'), value: write(clock.now) },
          { label: t('clockAhead'), value: lengthOf(clock.aheadMs, formats) || t('clockNotAhead') },
        ]}
      />
      <Section title={t('clockDue')}>
        {clock.due.length === 0 ? (
          <p className="text-quiet">{t('clockNothingDue')}</p>
        ) : (
          <Facts
            items={clock.due.map(({ name, at }) => ({
              label: t(`clockDueNames.${name}`),
              value: write(at),
              note: formats.relative(at, clock.now),
            }))}
          />
        )}
      </Section>
      {!clock.target && (
        <Section title={t('clockSteps')}>
          <ClientMessages namespaces={['operator']}>
            <ClockForm requestId={newId()} zone={zone} now={fieldTime(clock.now, zone)} />
          </ClientMessages>
        </Section>
      )}
    </>
  );
}

/** Days and hours, below a day hours and minutes, as people count how far ahead a clock is; '' for less than a minute. */
function lengthOf(milliseconds: number, formats: Formats): string {
  const all = Math.round(milliseconds / minuteMs);
  const [days, hours, minutes] = [Math.floor(all / 1440), Math.floor(all / 60) % 24, all % 60];
  const unit = (value: number, name: 'day' | 'hour' | 'minute') =>
    value > 0 ? formats.number(value, { style: 'unit', unit: name, unitDisplay: 'long' }) : '';
  return [unit(days, 'day'), unit(hours, 'hour'), days === 0 ? unit(minutes, 'minute') : '']
    .filter(Boolean)
    .join(' ');
}

/** `2026-11-25T16:00`, as a date-and-time field takes it. Swedish writes dates just so. */
const fieldTime = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T');
