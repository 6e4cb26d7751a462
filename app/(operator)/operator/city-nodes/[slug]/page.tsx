import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RecordHeader } from '#components/ui/page-heading.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { Timeline } from '#components/ui/timeline.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { getCityNodeForStaff, type StaffCityNodeRecord } from '#lib/city-nodes/get-city-node.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { Translator } from '#lib/i18n/translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { healthTones, shownState, stateTones } from '../tones.ts';
import { eventDetail, eventName, eventTone } from './event-words.ts';
import { OfferingsPart } from './offerings-part.tsx';
import { OverviewPart } from './overview-part.tsx';
import { SettingsForm } from './settings-form.tsx';
import { StateActions } from './state-actions.tsx';

const list = '/operator/city-nodes';
const parts = ['overview', 'offerings', 'events', 'settings'] as const;

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ tab?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

export default async function CityNodePage({ params, searchParams }: Props) {
  const [{ slug }, { tab }, actor] = await Promise.all([params, searchParams, getActor()]);
  if (!actor) redirect(`/sign-in?next=${list}/${slug}`);
  if (!actor.can.has('portal.read')) return <NoPermission permission="portal.read" />;
  const [t, formats, node] = await Promise.all([
    getTranslator('cityNodes'),
    getFormats(),
    getCityNodeForStaff(actor, slug),
  ]);
  if (!node) notFound();
  const manages = actor.can.has('cityNode.manage') && node.enrolled;
  const shown = parts.filter((part) => part !== 'settings' || manages);
  const current = shown.find((part) => part === tab) ?? 'overview';
  const name = node.city[formats.locale] ?? node.city.en ?? node.slug;
  return (
    <>
      <RecordHeader
        title={name}
        back={{ href: list, label: t('back') }}
        state={
          <>
            <Badge tone={stateTones[shownState(node)]}>{t(`states.${shownState(node)}`)}</Badge>
            <Badge tone={healthTones[node.health]}>{t(`healths.${node.health}`)}</Badge>
          </>
        }
        sub={`${node.provider} · ${formats.country(node.country)}`}
        actions={
          manages && (
            <ClientMessages namespaces={['cityNodes']}>
              <StateActions id={node.id} name={name} state={node.state} requestId={newId()} />
            </ClientMessages>
          )
        }
      />
      <Standing node={node} t={t} actor={actor} />
      <Tabs
        label={t('parts')}
        current={current}
        items={shown.map((id) => ({
          id,
          label: t(id),
          href: id === 'overview' ? `${list}/${slug}` : `${list}/${slug}?tab=${id}`,
          ...(id === 'offerings' ? { count: node.offerings.length } : {}),
        }))}
      />
      {current === 'overview' && <OverviewPart node={node} />}
      {current === 'offerings' && <OfferingsPart node={node} manages={manages} />}
      {current === 'events' && <Events node={node} t={t} />}
      {current === 'settings' && (
        <ClientMessages namespaces={['cityNodes']}>
          <SettingsForm
            id={node.id}
            cityEn={node.city.en ?? ''}
            cityZh={node.city.zh ?? ''}
            controlUrl={node.controlUrl}
            requestId={newId()}
          />
        </ClientMessages>
      )}
    </>
  );
}

/** The one thing about the node that a person should know or do first. */
function Standing({ node, t, actor }: { node: StaffCityNodeRecord; t: Translator; actor: Actor }) {
  if (!node.enrolled) {
    const enrol = <LinkButton href={`${list}/enrol`}>{t('enrol')}</LinkButton>;
    return (
      <Notice title={t('announcedTitle')} action={actor.can.has('cityNode.manage') && enrol}>
        {t('announcedText')}
      </Notice>
    );
  }
  if (node.health === 'unreachable')
    return (
      <Notice tone="bad" title={t('unreachableTitle')}>
        {t('unreachableText', { url: node.controlUrl })}
      </Notice>
    );
  if (node.state === 'enrolled')
    return (
      <Notice tone="warn" title={t('waitingTitle')}>
        {t('waitingText')}
      </Notice>
    );
  return null;
}

function Events({ node, t }: { node: StaffCityNodeRecord; t: Translator }) {
  if (node.events.length === 0) return <EmptyState title={t('noEvents')}>{t('noEventsText')}</EmptyState>;
  return (
    <Timeline
      items={node.events.map((event) => ({
        id: event.id,
        at: event.at,
        title: eventName(t, event),
        detail: eventDetail(event),
        tone: eventTone(event),
      }))}
    />
  );
}
