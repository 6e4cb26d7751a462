'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useField } from './form.tsx';

export type FieldProps = {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  /** Written beside the label; everything else is required. */
  optional?: boolean;
};

/** Label, help and error of one control, tied to it for people who hear the page. */
export function Field({
  name,
  label,
  help,
  optional = false,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const t = useTranslations('ui');
  const { id, errorId, helpId, errors, typed } = useField(name);
  const describedBy = [help ? helpId : '', errors.length > 0 ? errorId : ''].filter(Boolean).join(' ');
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
        {optional && <span className="ml-1.5 font-normal text-quiet">({t('optional')})</span>}
      </label>
      {help && (
        <p id={helpId} className="mb-1.5 text-13 text-quiet">
          {help}
        </p>
      )}
      {children({
        id,
        name,
        'aria-invalid': errors.length > 0 || undefined,
        'aria-describedby': describedBy || undefined,
        typed,
      })}
      <FieldErrors name={name} />
    </div>
  );
}

export type ControlProps = {
  id: string;
  name: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
  typed: string | undefined;
};

export function FieldErrors({ name }: { name: string }) {
  const { errorId, errors } = useField(name);
  if (errors.length === 0) return null;
  return (
    <p id={errorId} className="mt-1 font-medium text-bad">
      {errors.join(' ')}
    </p>
  );
}
