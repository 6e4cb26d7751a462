'use client';
import { useRouter } from 'next/navigation';
import { createContext, use, useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { NumberInput, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { MadeKey } from '#lib/api-keys/create-api-key.ts';
import { createKeyAction, revokeKeyAction, rotateKeyAction } from '../actions.ts';

export type KeyPlace = {
  appId: string;
  endpoint: string;
  contracts: { name: string; functions: string[] }[];
};

const dialogClass =
  'w-[min(38rem,calc(100vw-2rem))] rounded-md border border-line bg-ground p-6 text-left shadow-float';

const Shown = createContext<(made: MadeKey) => void>(() => undefined);

/**
 * Around everything that makes keys: the secret is shown from here, where it outlives the row or button that made it.
 * It lives in this component's state only and goes with the dialog.
 */
export function KeySecrets({ place, children }: { place: KeyPlace; children: ReactNode }) {
  const router = useRouter();
  const [made, setMade] = useState<MadeKey | null>(null);
  const show = (key: MadeKey) => {
    setMade(key);
    router.refresh();
  };
  return (
    <Shown value={show}>
      {children}
      <ShownKey made={made} place={place} close={() => setMade(null)} />
    </Shown>
  );
}

export function CreateKey({ place, requestId }: { place: KeyPlace; requestId: string }) {
  const t = useTranslations('appsLive');
  const ui = useTranslations('ui');
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const show = use(Shown);
  return (
    <>
      <Button look="primary" onClick={() => dialog.current?.showModal()}>
        {t('keys.create')}
      </Button>
      <dialog ref={dialog} aria-labelledby={id} className={dialogClass}>
        <h2 id={id} className="mb-5 text-20">
          {t('keys.createTitle')}
        </h2>
        <Form
          action={createKeyAction}
          requestId={requestId}
          hidden={{ appId: place.appId }}
          onDone={(key) => {
            dialog.current?.close();
            show(key);
          }}
        >
          <TextInput
            name="name"
            label={t('keys.name')}
            help={t('keys.nameHelp')}
            maxLength={60}
            autoComplete="off"
          />
          {place.contracts.length > 0 && <FunctionChoice contracts={place.contracts} />}
          <NumberInput name="expiresInDays" label={t('keys.expires')} help={t('keys.expiresHelp')} optional />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => dialog.current?.close()}>{ui('cancel')}</Button>
            <SubmitButton pending={t('keys.pending')}>{t('keys.submit')}</SubmitButton>
          </div>
        </Form>
      </dialog>
    </>
  );
}

/** Functions that the key may call, by contract. Sent as `functions[]`. */
function FunctionChoice({ contracts }: { contracts: KeyPlace['contracts'] }) {
  const t = useTranslations('appsLive');
  return (
    <fieldset>
      <legend className="font-medium">{t('keys.functions')}</legend>
      <p className="mb-2 text-13 text-quiet">{t('keys.functionsHelp')}</p>
      <div className="max-h-56 overflow-y-auto rounded-md border border-line px-4 py-3">
        {contracts.map((contract) => (
          <div key={contract.name} className="mb-3 last:mb-0">
            {['*', ...contract.functions].map((fn) => (
              <label
                key={fn}
                className={`flex items-center gap-3 py-0.5 ${fn === '*' ? 'font-medium' : 'pl-7'}`}
              >
                <input
                  type="checkbox"
                  name="functions[]"
                  value={`${contract.name}.${fn}`}
                  className="size-4.5 shrink-0"
                />
                {fn === '*' ? t('keys.wholeContract', { name: contract.name }) : fn}
              </label>
            ))}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function ShownKey({ made, place, close }: { made: MadeKey | null; place: KeyPlace; close: () => void }) {
  const t = useTranslations('appsLive');
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (made) dialog.current?.showModal();
  }, [made]);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={close} className={dialogClass}>
      <h2 id={id} className="mb-4 text-20">
        {t('keys.shownTitle')}
      </h2>
      {made?.secret ? (
        <div className="grid gap-4">
          <Notice tone="warn">{t('keys.shownText')}</Notice>
          <div className="rounded-md border border-line px-4 py-3">
            <Mono whole copy={t('keys.label')}>
              {made.secret}
            </Mono>
          </div>
          <CodeBlock label={t('keys.try')} samples={[{ name: 'curl', code: tryOut(place, made.secret) }]} />
        </div>
      ) : (
        <Notice tone="warn">{t('keys.shownAgain')}</Notice>
      )}
      <div className="mt-5 flex justify-end">
        <Button look="primary" onClick={() => dialog.current?.close()}>
          {t('keys.close')}
        </Button>
      </div>
    </dialog>
  );
}

const tryOut = ({ endpoint }: KeyPlace, secret: string): string =>
  [
    `curl -s ${endpoint} \\`,
    `  -H 'x-api-key: ${secret}' -H 'content-type: application/json' \\`,
    `  -d '{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber","params":[]}'`,
  ].join('\n');

type OneKey = { keyId: string; name: string; requestId: string };

export function RotateKey({ keyId, name, requestId }: OneKey) {
  const t = useTranslations('appsLive');
  const show = use(Shown);
  return (
    <ConfirmDialog
      trigger={t('keys.rotate')}
      look="secondary"
      size="s"
      title={t('keys.rotateTitle', { name })}
      text={t('keys.rotateText')}
      confirm={t('keys.rotateSubmit')}
      action={rotateKeyAction}
      requestId={requestId}
      hidden={{ keyId }}
      onDone={show}
    >
      <NumberInput
        name="overlapHours"
        label={t('keys.overlap')}
        help={t('keys.overlapHelp')}
        defaultValue="24"
      />
    </ConfirmDialog>
  );
}

export function RevokeKey({ keyId, name, requestId }: OneKey) {
  const t = useTranslations('appsLive');
  return (
    <ConfirmDialog
      trigger={t('keys.revoke')}
      size="s"
      title={t('keys.revokeTitle', { name })}
      text={t('keys.revokeText')}
      confirm={t('keys.revokeConfirm')}
      action={revokeKeyAction}
      requestId={requestId}
      hidden={{ keyId }}
    />
  );
}
