import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import type { Query } from '#components/ui/query.ts';
import { Stepper } from '#components/ui/stepper.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { countryCodes } from '#lib/organisations/countries.ts';
import { ResourcesStep, TermStep } from './amount-steps.tsx';
import { BillingForm } from './billing-form.tsx';
import { readBuyData, type BuyData } from './buy-data.ts';
import { CartFrame } from './cart-frame.tsx';
import { readCartPlan, stepHref, type CartPlan } from './cart-plan.ts';
import { CheckForm } from './check-form.tsx';
import { CitiesStep, FrameworkStep } from './choice-steps.tsx';
import { StepForm } from './step-form.tsx';

const steps = ['framework', 'cities', 'resources', 'term', 'billing', 'check'] as const;
type Step = (typeof steps)[number];

export async function generateMetadata() {
  const t = await getTranslator('buy');
  return { title: t('title') };
}

export default async function BuyPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${encodeURIComponent(here(query))}`);
  if (!actor.can.has('order.place'))
    return <NoPermission permission="order.place" back="/apps" actor={actor} />;
  const [data, t] = await Promise.all([readBuyData(actor), getTranslator('buy')]);
  if (data.offers.length === 0) return <EmptyState title={t('nothingTitle')}>{t('nothingText')}</EmptyState>;
  const plan = readCartPlan(query, data.nodes, data.offers);
  const asked = steps.find((step) => step === query.step);
  const gap = firstGap(plan, data);
  const step = stepAt(plan, data, asked, gap);
  const refused = data.offers.find(({ key }) => key === plan.offer)?.refusal;
  const shown = steps.filter((each) => each !== 'billing' || !data.profile || step === 'billing');
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} />
      <Stepper
        current={step}
        items={shown.map((id) => ({ id, label: t(`step.${id}`), href: stepHref(plan, id) }))}
      />
      <ClientMessages namespaces={['buy']}>
        <CartFrame
          key={here(query)}
          start={plan}
          nodes={data.nodes.map(({ id, slug, name, free, offers }) => ({ id, slug, name, free, offers }))}
          offers={data.offers.map(({ key, frameworkId, kind }) => ({ key, frameworkId, kind }))}
          book={data.book}
          tax={data.tax}
          live={step !== 'check' && step !== 'billing'}
        >
          {gap && !refused && asked && steps.indexOf(asked) > steps.indexOf(gap) && (
            <div className="mb-6 max-w-2xl">
              <Notice tone="warn" live>
                {t(`missing.${gap}`)}
              </Notice>
            </div>
          )}
          {step === 'framework' && refused && (
            <div className="mb-6 max-w-2xl">
              <Notice tone="bad" live title={t('notAllowedTitle')}>
                {refused}
              </Notice>
            </div>
          )}
          <StepBody step={step} plan={plan} data={data} mayBill={actor.can.has('billingProfile.manage')} />
        </CartFrame>
      </ClientMessages>
    </>
  );
}

/** The first step without which the later ones make no sense. */
function firstGap(plan: CartPlan, data: BuyData): 'framework' | 'cities' | null {
  const offer = data.offers.find(({ key }) => key === plan.offer);
  if (!offer || offer.refusal) return 'framework';
  const refused = plan.nodes.some(
    ({ slug }) => data.nodes.find((node) => node.slug === slug)?.refusals[plan.offer],
  );
  return plan.nodes.length === 0 || refused ? 'cities' : null;
}

/** Where the URL leads. A cart that comes complete from the storefront goes straight to the check. */
function stepAt(
  plan: CartPlan,
  data: BuyData,
  asked: Step | undefined,
  gap: 'framework' | 'cities' | null,
): Step {
  const wanted = asked ?? (gap ? (plan.offer ? 'cities' : 'framework') : 'check');
  if (gap && steps.indexOf(wanted) > steps.indexOf(gap)) return gap;
  if (wanted === 'check' && !data.profile) return 'billing';
  return wanted;
}

function here(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const each of [value ?? []].flat()) params.append(name, each);
  return `/buy${params.size ? `?${params.toString()}` : ''}`;
}

type BodyProps = { step: Step; plan: CartPlan; data: BuyData; mayBill: boolean };

async function StepBody({ step, plan, data, mayBill }: BodyProps) {
  const t = await getTranslator('buy');
  const words = { plan, go: t('next'), goBack: t('back') };
  switch (step) {
    case 'framework':
      return (
        <StepForm {...words} asks={['offer']} next="cities">
          <FrameworkStep data={data} plan={plan} />
        </StepForm>
      );
    case 'cities':
      return (
        <StepForm {...words} asks={['node']} next="resources" back="framework">
          <CitiesStep data={data} plan={plan} />
        </StepForm>
      );
    case 'resources':
      return (
        <StepForm {...words} asks={['tps', 'storage', 'bandwidth']} next="term" back="cities">
          <ResourcesStep data={data} plan={plan} />
        </StepForm>
      );
    case 'term':
      return (
        <StepForm {...words} asks={['term', 'count']} next="check" back="resources">
          <TermStep plan={plan} />
        </StepForm>
      );
    case 'billing':
      return <BillingStep plan={plan} mayBill={mayBill} />;
    case 'check':
      return <CheckStep plan={plan} data={data} />;
  }
}

async function BillingStep({ plan, mayBill }: { plan: CartPlan; mayBill: boolean }) {
  const [t, formats] = await Promise.all([getTranslator('buy'), getFormats()]);
  if (!mayBill) return <Notice tone="warn">{t('billing.notYou')}</Notice>;
  const countries = countryCodes
    .map((value) => ({ value, label: formats.country(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, formats.locale));
  return (
    <>
      <h2 className="mb-1 text-20">{t('billing.title')}</h2>
      <p className="mb-4 max-w-xl text-quiet">{t('billing.lead')}</p>
      <BillingForm requestId={newId()} countries={countries} next={stepHref(plan, 'check')} />
    </>
  );
}

async function CheckStep({ plan, data }: { plan: CartPlan; data: BuyData }) {
  const t = await getTranslator('buy');
  const offer = data.offers.find(({ key }) => key === plan.offer);
  const change = (step: Step) => (
    <LinkButton size="s" look="quiet" href={stepHref(plan, step)}>
      {t('change')}
    </LinkButton>
  );
  const row = (step: Step, label: string, value: string) => ({
    label,
    value: (
      <span className="flex items-baseline justify-between gap-4">
        <span>{value}</span>
        {change(step)}
      </span>
    ),
  });
  const nodes = plan.nodes.map((planned) => ({
    planned,
    node: data.nodes.find(({ slug }) => slug === planned.slug),
  }));
  const cart = {
    nodes: nodes.map(({ planned, node }) => ({
      offeringId: node?.offers[plan.offer] ?? '',
      tps: planned.tps,
      storageGb: planned.storage,
      bandwidthMbps: planned.bandwidth,
    })),
    term: { unit: plan.term, count: plan.count },
  };
  return (
    <div className="grid max-w-2xl gap-8">
      <div>
        <h2 className="mb-3 text-20">{t('check.title')}</h2>
        <Facts
          items={[
            row(
              'framework',
              t('step.framework'),
              offer ? t(`framework.${offer.kind}`, { framework: offer.framework }) : '',
            ),
            ...nodes.map(({ planned, node }) =>
              row('resources', node?.name ?? planned.slug, t('amounts', { ...planned })),
            ),
            row('term', t('step.term'), t(`for.${plan.term}`, { count: plan.count })),
            ...(data.profile ? [{ label: t('step.billing'), value: data.profile.legalName }] : []),
          ]}
        />
      </div>
      <CheckForm requestId={newId()} cart={JSON.stringify(cart)} name={plan.name} />
    </div>
  );
}
