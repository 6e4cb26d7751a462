'use client';
import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { useTranslations } from 'use-intl';
import { buttonClass, type ButtonLook } from '#components/ui/button.tsx';

/** The verb of a form: "Pay ¥2,376", never "Submit". `pending` names what goes on while it runs. */
export function SubmitButton({
  children,
  pending,
  look = 'primary',
  size,
  full,
  name,
  value,
  disabled = false,
}: {
  children: ReactNode;
  pending?: string;
  look?: ButtonLook;
  size?: 'm' | 's';
  full?: boolean;
  name?: string;
  value?: string;
  disabled?: boolean;
}) {
  const t = useTranslations('ui');
  const { pending: running } = useFormStatus();
  return (
    <button
      type="submit"
      name={name}
      value={value}
      disabled={disabled}
      aria-disabled={running || undefined}
      onClick={(event) => {
        if (running) event.preventDefault(); // stays focusable while it runs, and is sent once
      }}
      className={`${buttonClass({ look, size, full })} justify-self-start`}
    >
      {running ? (pending ?? t('working')) : children}
    </button>
  );
}
