import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import type { StaffCityNodeRecord, StaffOffering } from '#lib/city-nodes/get-city-node.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { Formats } from '#lib/i18n/format.ts';
import type { Translator } from '#lib/i18n/translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { OfferingForm } from './offering-form.tsx';

/** Each offering of a node: what it is, how its chain stands, and whether it is on sale. */
export async function OfferingsPart({ node, manages }: { node: StaffCityNodeRecord; manages: boolean }) {
  const [t, formats] = await Promise.all([getTranslator('cityNodes'), getFormats()]);
  if (node.offerings.length === 0)
    return <EmptyState title={t('noOfferings')}>{t('noOfferingsText')}</EmptyState>;
  return node.offerings.map((offering) => (
    <Section
      key={offering.id}
      title={`${offering.framework} ${offering.frameworkVersion}`}
      lead={offering.note[formats.locale] ?? offering.note.en}
      actions={
        <Badge tone={offering.enabled ? 'good' : 'quiet'}>
          {offering.enabled ? t('onSale') : t('offSale')}
        </Badge>
      }
    >
      <Facts columns items={factsOf(offering, t, formats)} />
      {manages && (
        <div className="mt-6">
          <ClientMessages namespaces={['cityNodes']}>
            <OfferingForm
              id={offering.id}
              enabled={offering.enabled}
              noteEn={offering.note.en ?? ''}
              noteZh={offering.note.zh ?? ''}
              requestId={newId()}
            />
          </ClientMessages>
        </div>
      )}
    </Section>
  ));
}

function factsOf(offering: StaffOffering, t: Translator, formats: Formats) {
  const { now } = offering;
  return [
    { label: t('offering'), value: <code className="font-mono text-13">{offering.wireId}</code> },
    { label: t('kind'), value: t(`kinds.${offering.kind}`) },
    { label: t('access'), value: t(`accesses.${offering.access}`) },
    { label: t('evidence'), value: t(`evidences.${offering.evidence}`) },
    {
      label: t('chain'),
      value: chainNow(offering, t, formats),
      note: now?.dedicatedFromTps ? t('dedicatedFrom', { tps: now.dedicatedFromTps }) : undefined,
    },
  ];
}

function chainNow({ now }: StaffOffering, t: Translator, formats: Formats): string {
  if (!now) return t('notOffered');
  const health = t(`chainHealths.${now.health}`);
  return now.height === null ? health : t('chainNow', { health, height: formats.number(now.height) });
}
