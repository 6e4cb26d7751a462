import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { TextInput } from '#components/form/inputs.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RecordHeader, Section } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { readCustomer, type Customer } from '#lib/organisations/read-customer.ts';
import { RecentOrders } from '../../recent-orders.tsx';
import { resumeCustomerAction, suspendCustomerAction } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operatorHome');
  return { title: t('customer') };
}

export default async function CustomerPage({ params }: { params: Promise<{ orgId: string }> }) {
  const { orgId } = await params;
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=/operator/customers/${orgId}`);
  if (!actor.can.has('customer.read')) return <NoPermission permission="customer.read" />;
  const [customer, t, roles] = await Promise.all([
    customerOr404(actor, orgId),
    getTranslator('operatorHome'),
    getTranslator('organisation'),
  ]);
  return (
    <>
      <RecordHeader
        title={customer.name}
        state={
          <Badge tone={customer.suspendedAt ? 'warn' : 'good'}>
            {customer.suspendedAt ? t('suspended') : t('active')}
          </Badge>
        }
        sub={
          <span>
            {t('since')} <Time at={customer.createdAt} precision="day" />
          </span>
        }
        back={{ href: '/operator/customers', label: t('customers') }}
        actions={actor.can.has('customer.suspend') && <Suspension customer={customer} />}
      />
      {customer.suspendedAt && (
        <div className="mb-6">
          <Notice tone="warn" title={t('suspendedSince')}>
            <p>
              <Time at={customer.suspendedAt} />
              {customer.suspensionReason && `: ${customer.suspensionReason}`}
            </p>
          </Notice>
        </div>
      )}
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[1fr_20rem]">
        <div className="min-w-0">
          {actor.can.has('portalOrder.read') && (
            <Section title={t('orders')}>
              <RecentOrders actor={actor} orgId={customer.id} />
            </Section>
          )}
          <Section title={t('members')}>
            <Table
              caption={t('members')}
              rows={customer.members}
              rowKey={(row) => row.userId}
              columns={[
                { key: 'name', head: roles('person'), cell: (row) => row.name },
                { key: 'email', head: roles('email'), cell: (row) => row.email },
                { key: 'role', head: roles('roleLabel'), cell: (row) => roles(`role.${row.role}`) },
                {
                  key: 'since',
                  head: roles('since'),
                  cell: (row) => <Time at={row.since} precision="day" />,
                  wideOnly: true,
                },
              ]}
            />
          </Section>
        </div>
        <Aside customer={customer} audit={actor.can.has('audit.read')} />
      </div>
    </>
  );
}

async function Suspension({ customer: { id, name, suspendedAt } }: { customer: Customer }) {
  const t = await getTranslator('operatorHome');
  const common = { requestId: newId(), hidden: { orgId: id } };
  if (suspendedAt)
    return (
      <ConfirmDialog
        {...common}
        look="secondary"
        trigger={t('resume')}
        title={t('resumeTitle', { name })}
        text={t('resumeText')}
        confirm={t('resume')}
        action={resumeCustomerAction}
      />
    );
  return (
    <ConfirmDialog
      {...common}
      trigger={t('suspend')}
      title={t('suspendTitle', { name })}
      text={t('suspendText')}
      confirm={t('suspend')}
      action={suspendCustomerAction}
    >
      <TextInput name="reason" label={t('suspendReason')} maxLength={300} autoComplete="off" />
    </ConfirmDialog>
  );
}

async function Aside({ customer, audit }: { customer: Customer; audit: boolean }) {
  const [t, words, formats] = await Promise.all([
    getTranslator('operatorHome'),
    getTranslator('organisation'),
    getFormats(),
  ]);
  const { profile } = customer;
  const address = profile?.address;
  return (
    <aside aria-label={words('tab.billing')}>
      {profile && address ? (
        <Facts
          items={[
            { label: words('legalName'), value: profile.legalName },
            { label: words('buyerKind'), value: words(`buyer.${profile.buyerKind}`) },
            { label: words('country'), value: formats.country(profile.country) },
            { label: words('taxId'), value: profile.taxId || '–' },
            {
              label: words('addressLabel'),
              value: [...address.lines, address.postalCode, address.city, address.region]
                .filter(Boolean)
                .join(', '),
            },
            { label: words('billingEmail'), value: profile.billingEmail || '–' },
          ]}
        />
      ) : (
        <p className="text-quiet">{words('noProfile')}</p>
      )}
      <p className="mt-4 flex flex-wrap gap-x-5 gap-y-1">
        <Link className="link" href={`/operator/apps?orgId=${customer.id}`}>
          {t('theirApps')}
        </Link>
        {audit && (
          <Link className="link" href={`/operator/audit?orgId=${customer.id}`}>
            {t('inAudit')}
          </Link>
        )}
      </p>
    </aside>
  );
}

async function customerOr404(actor: Actor, id: string): Promise<Customer> {
  try {
    return await readCustomer(actor, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') notFound();
    throw error;
  }
}
