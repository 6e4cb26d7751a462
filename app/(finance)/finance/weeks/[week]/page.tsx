import { notFound, redirect } from 'next/navigation';
import { buttonClass } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { TextInput } from '#components/form/inputs.tsx';
import { Figure, Figures } from '#components/ui/figure.tsx';
import { Money } from '#components/ui/money.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { RecordHeader, Section } from '#components/ui/page-heading.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { checkWeek, getWeek, type WeekRecord } from '#lib/settlement/get-week.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { readWeek, weekBounds } from '#lib/settlement/weeks.ts';
import { portalTimeZone } from '#lib/env/portal-time-zone.ts';
import { markRemittedAction } from '../../actions.ts';
import { FittingMoney } from '../../fitting-money.tsx';
import { WeekStateBadge, daysOf, weekTitle } from '../../week-words.tsx';
import { PartyTable } from './party-table.tsx';
import { LineTable } from './line-table.tsx';
import { Proof } from './proof.tsx';

type Props = PageProps<'/finance/weeks/[week]'>;

export async function generateMetadata({ params }: Props) {
  const { week } = await params;
  return { title: readWeek(week) ? await weekTitle(week) : week };
}

export default async function WeekPage({ params, searchParams }: Props) {
  const [actor, { week: text }, query] = await Promise.all([getActor(), params, searchParams]);
  if (!actor) redirect(`/sign-in?next=/finance/weeks/${text}`);
  if (!actor.can.has('settlement.read')) return <NoPermission permission="settlement.read" />;
  const week = readWeek(text);
  if (!week || weekBounds(week, portalTimeZone()).startsAt > (await portalNow())) notFound();
  const record = await getWeek(actor, week);
  const [t, days, title, ledger] = await Promise.all([
    getTranslator('finance'),
    daysOf(record),
    weekTitle(text),
    checkWeek(actor, record),
  ]);
  return (
    <>
      <RecordHeader
        back={{ href: '/finance', label: t('weeks') }}
        title={title}
        state={<WeekStateBadge state={record.state} />}
        sub={
          <>
            <span>{days}</span>
            <span>{record.zone}</span>
            {record.number !== null && <span>{t('statementNumber', { number: record.number })}</span>}
            {record.issuedAt && (
              <span>
                {t('issuedAt')} <Time at={record.issuedAt} />
              </span>
            )}
            {record.remittedAt && (
              <span>
                {t('remittedAt')} <Time at={record.remittedAt} precision="day" /> (
                {record.remittanceReference})
              </span>
            )}
          </>
        }
        actions={
          <>
            <a className={buttonClass()} href={`/api/settlements/${text}/csv`} download>
              CSV
            </a>
            <a className={buttonClass()} href={`/api/settlements/${text}/csv?bom=1`} download>
              {t('csvForExcel')}
            </a>
            <a className={buttonClass()} href={`/api/settlements/${text}/json`} download>
              JSON
            </a>
            {record.state === 'issued' && actor.can.has('settlement.remit') && (
              <Remit record={record} title={title} />
            )}
          </>
        }
      />
      <Equation record={record} />
      <Section title={t('byParty')} lead={record.state === 'open' ? t('openLead') : undefined}>
        <PartyTable record={record} query={query} />
        <Proof record={record} ledger={ledger} />
      </Section>
      <Section id="lines" title={t('lines')} lead={t('linesLead')}>
        <LineTable actor={actor} record={record} query={query} />
      </Section>
    </>
  );
}

/** What came in, less what went back, less tax, is what the parties share. */
async function Equation({ record: { totals } }: { record: WeekRecord }) {
  const t = await getTranslator('finance');
  const amount = (minor: string) => (
    <FittingMoney amount={{ minor: BigInt(minor), currency: totals.currency }} />
  );
  return (
    <Figures>
      <Figure
        label={t('column.collected')}
        value={amount(totals.collected)}
        note={t('ordersPaid', { count: totals.orders })}
      />
      <Figure label={`− ${t('column.refunds')}`} value={amount(totals.refunds)} />
      <Figure label={`− ${t('column.tax')}`} value={amount(totals.tax)} />
      <Figure label={`= ${t('column.net')}`} value={amount(totals.net)} note={t('netNote')} />
    </Figures>
  );
}

async function Remit({ record, title }: { record: WeekRecord; title: string }) {
  const t = await getTranslator('finance');
  const due = record.totals.parties
    .filter(({ party }) => party !== 'portal' && party !== 'tax')
    .reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  return (
    <ConfirmDialog
      look="primary"
      trigger={t('markRemitted')}
      title={t('markRemittedTitle', { week: title })}
      text={
        <>
          {t('markRemittedText')} <Money amount={{ minor: due, currency: record.totals.currency }} />
        </>
      }
      confirm={t('markRemitted')}
      action={markRemittedAction}
      requestId={newId()}
      hidden={{ week: record.week }}
    >
      <TextInput name="reference" label={t('bankReference')} help={t('bankReferenceHelp')} />
    </ConfirmDialog>
  );
}
