'use client';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { TextInput, Textarea } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { uploadAction } from '../../actions.ts';

/** ABI and bytecode as a compiler wrote them. A chosen file is read here and put into the field that is sent. */
export function UploadForm({
  appId,
  upgrade,
  requestId,
}: {
  appId: string;
  upgrade: string;
  requestId: string;
}) {
  const t = useTranslations('apps');
  const box = useRef<HTMLDivElement>(null);
  const fill = async (file: File | undefined) => {
    const field = box.current?.querySelector<HTMLTextAreaElement>('textarea[name=artefact]');
    if (file && field) field.value = await file.text();
  };
  return (
    <div ref={box}>
      <Form action={uploadAction} requestId={requestId} hidden={{ appId, upgrade }}>
        <label className="block">
          <span className="mb-1 block font-medium">{t('deployFlow.file')}</span>
          <span className="mb-1.5 block text-13 text-quiet">{t('deployFlow.fileHelp')}</span>
          <input
            type="file"
            accept=".json,.abi,application/json"
            onChange={(event) => void fill(event.target.files?.[0])}
            className="control py-1.5"
          />
        </label>
        <Textarea
          name="artefact"
          label={t('deployFlow.artefact')}
          help={t('deployFlow.artefactHelp')}
          rows={8}
          mono
          spellCheck={false}
        />
        <Textarea
          name="bytecode"
          label={t('deployFlow.bytecode')}
          help={t('deployFlow.bytecodeHelp')}
          rows={3}
          mono
          optional
          spellCheck={false}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextInput
            name="name"
            label={t('deployFlow.uploadName')}
            help={t('deployFlow.uploadNameHelp')}
            optional
            autoComplete="off"
            maxLength={64}
          />
          <TextInput
            name="version"
            label={t('deployFlow.uploadVersion')}
            help={t('deployFlow.uploadVersionHelp')}
            defaultValue="1.0.0"
            autoComplete="off"
            maxLength={32}
          />
        </div>
        <SubmitButton>{t('deployFlow.uploadSubmit')}</SubmitButton>
      </Form>
    </div>
  );
}
