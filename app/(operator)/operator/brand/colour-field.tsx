'use client';
import { useTranslations } from 'use-intl';
import { Field } from '#components/form/field.tsx';

/** A colour, typed or picked. The picker is a second way to the same value and has no name of its own. */
export function ColourField({
  name,
  label,
  help,
  value,
  onPick,
}: {
  name: string;
  label: string;
  help?: string;
  value: string;
  onPick: (value: string) => void;
}) {
  const t = useTranslations('brand');
  const whole = /^#[0-9a-f]{6}$/i.test(value) ? value : '#000000';
  return (
    <Field name={name} label={label} help={help}>
      {({ typed: _typed, ...control }) => (
        <span className="flex max-w-64 items-center gap-2">
          <input
            type="color"
            aria-label={t(name.endsWith('light') ? 'pickLight' : 'pickDark')}
            value={whole}
            onChange={(event) => {
              event.stopPropagation();
              onPick(event.target.value);
            }}
            className="h-10 w-12 shrink-0 rounded-md border border-line-strong bg-ground p-1"
          />
          <input
            {...control}
            value={value}
            onChange={(event) => onPick(event.target.value)}
            spellCheck={false}
            autoComplete="off"
            className="control font-mono"
          />
        </span>
      )}
    </Field>
  );
}
