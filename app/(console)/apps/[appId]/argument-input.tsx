'use client';
import { useTranslations } from 'use-intl';
import type { AbiParameter } from '#lib/packages/abi.ts';
import type { AbiFault } from '#lib/packages/abi-values.ts';

/** One argument of a function, with a control that fits its type, and what is wrong with it. */
export function ArgumentInput({
  id,
  name,
  parameter,
  fault,
}: {
  id: string;
  name: string;
  parameter: AbiParameter;
  fault: AbiFault | undefined;
}) {
  const t = useTranslations('appsLive');
  const { type } = parameter;
  const errorId = `${id}-error`;
  const control = {
    id,
    name,
    'aria-invalid': fault ? (true as const) : undefined,
    'aria-describedby': fault ? errorId : undefined,
    className: 'control',
  };
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block font-medium">
        {parameter.name || `#${Number(name) + 1}`}{' '}
        <span className="font-mono text-13 font-normal text-quiet">{type}</span>
      </label>
      {type === 'bool' ? (
        <select {...control} defaultValue="true">
          <option value="true">true</option>
          <option value="false">false</option>
        </select>
      ) : type === 'string' || type.endsWith(']') || type.startsWith('tuple') ? (
        <textarea {...control} rows={type === 'string' ? 1 : 3} spellCheck={false} />
      ) : (
        <input {...control} type="text" autoComplete="off" spellCheck={false} />
      )}
      {fault && (
        <p id={errorId} role="alert" className="mt-1 font-medium text-bad">
          {t(`argument.${fault.messageId.replace('apps.argument.', '')}`, fault.params)}
        </p>
      )}
    </div>
  );
}
