'use client';
import {
  createContext,
  use,
  useActionState,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { useTranslations } from 'use-intl';
import type { ActionState } from '#lib/actions/action-state.ts';
import { Notice } from '#components/ui/notice.tsx';

type FormContext = { state: ActionState<unknown>; formId: string };
const Context = createContext<FormContext>({ state: { status: 'idle' }, formId: 'form' });

/** What a field needs of the form it stands in: its id, what is wrong with it, what was typed. */
export function useField(name: string) {
  const { state, formId } = use(Context);
  const failed = state.status === 'error' ? state : undefined;
  const errors = failed?.fields?.[name] ?? [];
  const id = `${formId}-${name}`;
  return { id, errorId: `${id}-error`, helpId: `${id}-help`, errors, typed: failed?.values?.[name] };
}

/**
 * A form around a server action made by formAction. Errors stand in a summary that takes focus and beside their fields;
 * what was typed stays. A fresh `requestId` follows each success. `done` is shown after success, `onDone` gets its data.
 */
export function Form<T>({
  action,
  requestId,
  hidden = {},
  done,
  onDone,
  children,
  className = 'grid max-w-xl gap-5',
}: {
  action: (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>>;
  /** Made when the page is rendered: `newId()`. Leave out for verbs that take none. */
  requestId?: string;
  hidden?: Readonly<Record<string, string>>;
  done?: ReactNode | ((data: T) => ReactNode);
  onDone?: (data: T) => void;
  children: ReactNode;
  className?: string;
}) {
  const formId = useId();
  const [state, submit] = useActionState(action, { status: 'idle' } as ActionState<T>);
  const [request, setRequest] = useState(requestId);
  const finish = useRef(onDone);
  // Before anything is painted: what was done has often changed the page around the form already, and an open dialog
  // would for a moment offer the opposite under the same pointer.
  useLayoutEffect(() => {
    finish.current = onDone;
  });
  useLayoutEffect(() => {
    if (state.status !== 'ok') return;
    setRequest((now) => now && freshId());
    finish.current?.(state.data as T);
  }, [state]);
  return (
    <Context value={{ state: state as ActionState<unknown>, formId }}>
      <form action={submit} className={className} noValidate>
        {request && <input type="hidden" name="requestId" value={request} />}
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {state.status === 'error' && <ErrorSummary state={state} formId={formId} />}
        {state.status === 'ok' && done && (
          <Notice tone="good" live>
            {typeof done === 'function' ? done(state.data as T) : done}
          </Notice>
        )}
        {children}
      </form>
    </Context>
  );
}

function ErrorSummary({
  state,
  formId,
}: {
  state: Extract<ActionState<unknown>, { status: 'error' }>;
  formId: string;
}) {
  const t = useTranslations('ui');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [state]);
  const fields = Object.entries(state.fields ?? {});
  const single = fields.length === 1 && fields[0]?.[1][0] === state.message;
  return (
    <div ref={box} tabIndex={-1} role="alert" className="rounded-md border-2 border-bad px-4 py-3">
      <p className="font-semibold text-bad">{t('errorSummary')}</p>
      {!single && <p>{state.message}</p>}
      {fields.length > 0 && (
        <ul className="mt-1 list-disc pl-5">
          {fields.map(([name, texts]) => (
            <li key={name}>
              <a className="link" href={`#${formId}-${name}`}>
                {texts[0]}
              </a>
            </li>
          ))}
        </ul>
      )}
      {state.code === 'internal' && (
        <p className="mt-1 text-13 text-quiet">{t('reference', { ref: state.ref })}</p>
      )}
    </div>
  );
}

/** crypto.randomUUID exists only in secure contexts; a portal tried out on a local address is none. */
function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, index) =>
    (index === 6 ? (byte & 15) | 64 : index === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, '0'),
  );
  return [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)]
    .map((part) => part.join(''))
    .join('-');
}
