import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Badge } from '#components/ui/badge.tsx';
import { Figure, Figures } from '#components/ui/figure.tsx';
import { Money } from '#components/ui/money.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeading, Section } from '#components/ui/page-heading.tsx';
import type { Permission } from '#lib/access/permissions.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { landingOf } from '#lib/auth/landing.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { portalOverview, type PortalOverview } from '#lib/overview/portal-overview.ts';
import { RecentOrders } from './recent-orders.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operatorHome');
  return { title: t('title') };
}

type Problem = keyof PortalOverview['problems'];

/** Where each figure is explained, and who may open it. */
const explained: Record<Problem, { href: string; permission: Permission }> = {
  undeliveredOrders: { href: '/operator/orders?state=deliveryFailed', permission: 'portalOrder.read' },
  failedOperations: { href: '/operator/operations?show=failed', permission: 'job.manage' },
  failingJobs: { href: '/operator/jobs?show=failing', permission: 'job.manage' },
  unreachableNodes: { href: '/operator/city-nodes', permission: 'cityNode.manage' },
  waitingNodes: { href: '/operator/city-nodes', permission: 'cityNode.manage' },
  waitingRemittances: { href: '/finance/remittances?state=pending', permission: 'remittance.confirm' },
};

export default async function OperatorHome() {
  const actor = await getActor();
  if (!actor) redirect('/sign-in?next=/operator');
  if (!actor.can.has('portal.read')) return <NoPermission permission="portal.read" back={landingOf(actor)} />;
  const [overview, t, formats] = await Promise.all([
    portalOverview(actor),
    getTranslator('operatorHome'),
    getFormats(),
  ]);
  const problems = Object.keys(explained) as Problem[];
  const calm = problems.every((problem) => overview.problems[problem] === 0);
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} />
      <Section title={t('open')}>
        {calm ? (
          <Notice tone="good" title={t('calm')}>
            {t('calmText')}
          </Notice>
        ) : (
          <Figures>
            {problems.map((problem) => {
              const { href, permission } = explained[problem];
              const count = overview.problems[problem];
              return (
                <Figure
                  key={problem}
                  label={t(`problem.${problem}`)}
                  value={formats.number(count)}
                  {...(actor.can.has(permission) ? { href } : {})}
                  note={
                    count === 0 ? (
                      <Badge tone="good">{t('nothing')}</Badge>
                    ) : (
                      <Badge tone={problem.startsWith('waiting') ? 'warn' : 'bad'}>
                        {t(`note.${problem}`)}
                      </Badge>
                    )
                  }
                />
              );
            })}
          </Figures>
        )}
      </Section>
      <Section title={t('today')} lead={t('todayLead')}>
        <Figures>
          <Figure label={t('placed')} value={formats.number(overview.today.placed)} href="/operator/orders" />
          <Figure label={t('paid')} value={formats.number(overview.today.paid)} href="/operator/orders" />
          <Figure label={t('taken')} value={<Money amount={overview.today.taken} />} />
        </Figures>
      </Section>
      {actor.can.has('portalOrder.read') && (
        <Section title={t('recent')}>
          <RecentOrders actor={actor} />
        </Section>
      )}
    </>
  );
}
