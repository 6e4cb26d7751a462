'use client';
import type { ComponentProps, ReactNode } from 'react';
import { Field, FieldErrors, type FieldProps } from './field.tsx';
import { useField } from './form.tsx';

type Own<Tag extends 'input' | 'select' | 'textarea'> = FieldProps &
  Omit<ComponentProps<Tag>, 'name' | 'id' | 'value' | 'className' | 'defaultValue'> & {
    defaultValue?: string;
  };

/** One line of text; `type` for e-mail, password, date and the like. */
export function TextInput({
  name,
  label,
  help,
  optional,
  defaultValue,
  type = 'text',
  ...rest
}: Own<'input'>) {
  return (
    <Field name={name} label={label} help={help} optional={optional}>
      {({ typed, ...control }) => (
        <input
          {...control}
          {...rest}
          type={type}
          required={!optional}
          defaultValue={typed ?? defaultValue}
          className="control"
        />
      )}
    </Field>
  );
}

/** A number with its unit. A text field with a number's keyboard: browsers' own number fields lose typing. */
export function NumberInput({
  name,
  label,
  help,
  optional,
  defaultValue,
  unit,
  ...rest
}: Own<'input'> & { unit?: ReactNode }) {
  return (
    <Field name={name} label={label} help={help} optional={optional}>
      {({ typed, ...control }) => (
        <span className="flex max-w-64 items-center gap-2">
          <input
            {...control}
            {...rest}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            required={!optional}
            defaultValue={typed ?? defaultValue}
            className="control figures text-right"
          />
          {unit && <span className="shrink-0 text-quiet">{unit}</span>}
        </span>
      )}
    </Field>
  );
}

export function Textarea({
  name,
  label,
  help,
  optional,
  defaultValue,
  rows = 4,
  mono,
  ...rest
}: Own<'textarea'> & { mono?: boolean }) {
  return (
    <Field name={name} label={label} help={help} optional={optional}>
      {({ typed, ...control }) => (
        <textarea
          {...control}
          {...rest}
          rows={rows}
          required={!optional}
          defaultValue={typed ?? defaultValue}
          className={`control ${mono ? 'font-mono text-13' : ''}`}
        />
      )}
    </Field>
  );
}

export type Option = { value: string; label: string; disabled?: boolean };

/** One of a few; `empty` is the text of "not chosen yet". */
export function Select({
  name,
  label,
  help,
  optional,
  defaultValue,
  options,
  empty,
  ...rest
}: Own<'select'> & { options: readonly Option[]; empty?: string }) {
  return (
    <Field name={name} label={label} help={help} optional={optional}>
      {({ typed, ...control }) => (
        // The key: React resets a form after its action, and a select would fall back to its first default.
        <select
          key={typed ?? ''}
          {...control}
          {...rest}
          required={!optional}
          defaultValue={typed ?? defaultValue}
          className="control"
        >
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A yes or no. `value` is sent when it is ticked (`on` unless told). */
export function Checkbox({
  name,
  label,
  help,
  value = 'on',
  defaultChecked = false,
  ...rest
}: Omit<FieldProps, 'optional'> & Omit<ComponentProps<'input'>, 'name' | 'type' | 'id' | 'className'>) {
  const { id, errorId, helpId, errors } = useField(name);
  return (
    <div>
      <div className="flex items-start gap-3">
        <input
          {...rest}
          id={id}
          type="checkbox"
          name={name}
          value={value}
          defaultChecked={defaultChecked}
          aria-invalid={errors.length > 0 || undefined}
          aria-describedby={
            [help ? helpId : '', errors.length > 0 ? errorId : ''].filter(Boolean).join(' ') || undefined
          }
          className="mt-0.5 size-4.5 shrink-0"
        />
        <div className="min-w-0">
          <label htmlFor={id}>{label}</label>
          {help && (
            <p id={helpId} className="text-13 text-quiet">
              {help}
            </p>
          )}
        </div>
      </div>
      <FieldErrors name={name} />
    </div>
  );
}

export type RadioOption = { value: string; label: ReactNode; help?: ReactNode; disabled?: boolean };

/** One of a few, each with its own words. `cards` sets them as large targets. */
export function Radio({
  name,
  label,
  help,
  options,
  defaultValue,
  cards = false,
  onChange,
}: Omit<FieldProps, 'optional'> & {
  options: readonly RadioOption[];
  defaultValue?: string;
  cards?: boolean;
  onChange?: (value: string) => void;
}) {
  const { id, errorId, helpId, errors, typed } = useField(name);
  return (
    <fieldset
      aria-describedby={
        [help ? helpId : '', errors.length > 0 ? errorId : ''].filter(Boolean).join(' ') || undefined
      }
    >
      <legend className="mb-1 font-medium">{label}</legend>
      {help && (
        <p id={helpId} className="mb-1.5 text-13 text-quiet">
          {help}
        </p>
      )}
      <div id={id} tabIndex={-1} className={cards ? 'grid gap-2' : 'grid gap-2.5'}>
        {options.map((option) => (
          <label
            key={option.value}
            className={`flex items-start gap-3 ${cards ? 'rounded-md border border-line px-4 py-3 hover:border-line-strong has-checked:border-brand has-checked:bg-surface' : ''} ${option.disabled ? 'text-quiet' : ''}`}
          >
            <input
              key={typed ?? ''}
              type="radio"
              name={name}
              value={option.value}
              disabled={option.disabled}
              defaultChecked={(typed ?? defaultValue) === option.value}
              onChange={() => onChange?.(option.value)}
              className="mt-0.5 size-4.5 shrink-0"
            />
            <span className="min-w-0">
              <span className={cards ? 'font-medium' : ''}>{option.label}</span>
              {option.help && <span className="block text-13 text-quiet">{option.help}</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldErrors name={name} />
    </fieldset>
  );
}
