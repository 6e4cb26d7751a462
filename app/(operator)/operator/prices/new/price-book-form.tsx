'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { NumberInput, Select, TextInput, Textarea } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { Button } from '#components/ui/button.tsx';
import { proposePriceBookAction } from '../actions.ts';

type TypedUnit = { month: string; year: string };
export type TypedEntry = {
  frameworkId: string;
  kind: 'permissioned' | 'public';
  cityNodeId: string;
  base: TypedUnit;
  tps: (TypedUnit & { upTo: string })[];
  storageGb: TypedUnit;
  bandwidthMbps: TypedUnit;
};
type Option = { value: string; label: string };
/** Keys stay with their entry while others come and go, so that nothing typed moves. */
type Kept = { key: number; entry: TypedEntry; tiers: { key: number; tier: TypedEntry['tps'][number] }[] };

let lastKey = 0;
const keep = (entry: TypedEntry): Kept => ({
  key: (lastKey += 1),
  entry,
  tiers: entry.tps.map((tier) => ({ key: (lastKey += 1), tier })),
});

/** The whole next price book as one form; what is sent are the entries and tiers that stand on screen. */
export function PriceBookForm({
  requestId,
  currency,
  entries,
  frameworks,
  nodes,
}: {
  requestId: string;
  currency: string;
  entries: readonly TypedEntry[];
  frameworks: readonly Option[];
  nodes: readonly Option[];
}) {
  const t = useTranslations('prices');
  const [kept, setKept] = useState(() => entries.map(keep));
  const change = (key: number, tiers: (now: Kept['tiers']) => Kept['tiers']) =>
    setKept((now) => now.map((each) => (each.key === key ? { ...each, tiers: tiers(each.tiers) } : each)));
  return (
    <Form action={proposePriceBookAction} requestId={requestId} hidden={{ currency }} className="grid gap-8">
      {kept.map((each, index) => (
        <Entry
          key={each.key}
          index={index}
          kept={each}
          currency={currency}
          frameworks={frameworks}
          nodes={nodes}
          onTiers={(tiers) => change(each.key, tiers)}
          onRemove={
            kept.length > 1 ? () => setKept((now) => now.filter(({ key }) => key !== each.key)) : undefined
          }
        />
      ))}
      <div>
        <Button onClick={() => setKept((now) => [...now, keep(copyOf(now.at(-1)?.entry ?? entries[0]))])}>
          {t('addEntry')}
        </Button>
      </div>
      <div className="grid max-w-xl gap-5 border-t border-line pt-6">
        <TextInput
          name="effectiveFrom"
          type="date"
          label={t('effectiveFrom')}
          help={t('effectiveFromHelp')}
          optional
        />
        <Textarea name="note" label={t('note')} help={t('noteHelp')} maxLength={500} optional />
        <SubmitButton>{t('sendToApprover')}</SubmitButton>
      </div>
    </Form>
  );
}

function Entry({
  index,
  kept,
  currency,
  frameworks,
  nodes,
  onTiers,
  onRemove,
}: {
  index: number;
  kept: Kept;
  currency: string;
  frameworks: readonly Option[];
  nodes: readonly Option[];
  onTiers: (change: (now: Kept['tiers']) => Kept['tiers']) => void;
  onRemove?: () => void;
}) {
  const t = useTranslations('prices');
  const { entry, tiers } = kept;
  const name = (rest: string) => `entries.${index}.${rest}`;
  const addTier = () =>
    onTiers((now) => [...now, { key: (lastKey += 1), tier: { upTo: '', month: '', year: '' } }]);
  return (
    <fieldset className="grid gap-4 rounded-md border border-line p-5">
      <legend className="px-2 text-16 font-medium">{t('entryN', { number: index + 1 })}</legend>
      <div className="grid gap-4 sm:grid-cols-3">
        <Select
          name={name('frameworkId')}
          label={t('framework')}
          defaultValue={entry.frameworkId}
          options={[...frameworks]}
        />
        <Select
          name={name('kind')}
          label={t('kindLabel')}
          defaultValue={entry.kind}
          options={(['permissioned', 'public'] as const).map((value) => ({
            value,
            label: t(`kind.${value}`),
          }))}
        />
        <Select
          name={name('cityNodeId')}
          label={t('cityNode')}
          defaultValue={entry.cityNodeId}
          options={[{ value: '', label: t('everyNode') }, ...nodes]}
        />
      </div>
      <Amounts name={name('base')} what={t('base')} currency={currency} value={entry.base} />
      {tiers.map(({ key, tier }, tierIndex) => (
        <div key={key} className="flex flex-wrap items-end gap-4">
          <NumberInput
            name={name(`tps.${tierIndex}.upTo`)}
            label={t('tierUpTo')}
            unit="TPS"
            defaultValue={tier.upTo}
            placeholder={t('noEnd')}
            optional
          />
          <Amounts name={name(`tps.${tierIndex}`)} what={t('aTps')} currency={currency} value={tier} />
          {tiers.length > 1 && (
            <Button look="quiet" onClick={() => onTiers((now) => now.filter((each) => each.key !== key))}>
              {t('removeTier')}
            </Button>
          )}
        </div>
      ))}
      <Amounts name={name('storageGb')} what={t('storageGb')} currency={currency} value={entry.storageGb} />
      <Amounts
        name={name('bandwidthMbps')}
        what={t('bandwidthMbps')}
        currency={currency}
        value={entry.bandwidthMbps}
      />
      <div className="flex flex-wrap gap-2">
        <Button onClick={addTier}>{t('addTier')}</Button>
        {onRemove && (
          <Button look="quiet" onClick={onRemove}>
            {t('removeEntry')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function Amounts({
  name,
  what,
  currency,
  value,
}: {
  name: string;
  what: string;
  currency: string;
  value: TypedUnit;
}) {
  const t = useTranslations('prices');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <NumberInput
        name={`${name}.month`}
        label={t('monthOf', { what })}
        unit={currency}
        defaultValue={value.month}
      />
      <NumberInput
        name={`${name}.year`}
        label={t('yearOf', { what })}
        unit={currency}
        defaultValue={value.year}
      />
    </div>
  );
}

function copyOf(entry: TypedEntry | undefined): TypedEntry {
  const nothing = { month: '', year: '' };
  return entry
    ? { ...entry, cityNodeId: '' }
    : {
        frameworkId: '',
        kind: 'permissioned',
        cityNodeId: '',
        base: nothing,
        tps: [{ ...nothing, upTo: '' }],
        storageGb: nothing,
        bandwidthMbps: nothing,
      };
}
