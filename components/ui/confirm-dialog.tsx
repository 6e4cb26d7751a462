'use client';
import { useId, useRef, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ActionState } from '#lib/actions/action-state.ts';
import { Form } from '#components/form/form.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { Button, type ButtonLook } from './button.tsx';

/**
 * Asks before something is lost. The trigger opens a dialog with what will happen and the form of `action`;
 * `children` are its further fields. `type` is a word (a name) that must be typed before the button works.
 */
export function ConfirmDialog<T>({
  trigger,
  look = 'danger',
  size,
  title,
  text,
  confirm,
  action,
  requestId,
  hidden,
  typed,
  children,
  onDone,
}: {
  trigger: ReactNode;
  look?: ButtonLook;
  size?: 'm' | 's';
  title: string;
  text: ReactNode;
  confirm: string;
  action: (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>>;
  requestId?: string;
  hidden?: Readonly<Record<string, string>>;
  typed?: { word: string; label: string };
  children?: ReactNode;
  onDone?: (data: T) => void;
}) {
  const t = useTranslations('ui');
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [word, setWord] = useState('');
  return (
    <>
      <Button look={look} size={size} onClick={() => dialog.current?.showModal()}>
        {trigger}
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={`${id}-title`}
        className="w-[min(30rem,calc(100vw-2rem))] rounded-md border border-line bg-ground p-6 text-left whitespace-normal shadow-float"
      >
        <h2 id={`${id}-title`} className="text-20">
          {title}
        </h2>
        <div className="mt-2 mb-5 text-quiet">{text}</div>
        <Form
          action={action}
          requestId={requestId}
          hidden={hidden}
          className="grid gap-5"
          onDone={(data) => {
            dialog.current?.close();
            onDone?.(data);
          }}
        >
          {children}
          {typed && (
            <label className="block">
              <span className="mb-1 block font-medium">{typed.label}</span>
              <input
                className="control"
                autoComplete="off"
                value={word}
                onChange={(event) => setWord(event.target.value)}
              />
            </label>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => dialog.current?.close()}>{t('cancel')}</Button>
            <SubmitButton
              look={look === 'danger' ? 'danger' : 'primary'}
              disabled={typed ? word !== typed.word : false}
            >
              {confirm}
            </SubmitButton>
          </div>
        </Form>
      </dialog>
    </>
  );
}
