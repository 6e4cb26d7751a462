'use client';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { logoPath } from '#lib/brand/brand.ts';

/** Uploads a picture when it is chosen; the form then carries only the hash under which it is kept. */
export function LogoField({
  hash,
  onChange,
}: {
  hash: string | null;
  onChange: (hash: string | null) => void;
}) {
  const t = useTranslations('brand');
  const id = useId();
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const upload = async (file: File) => {
    setBusy(true);
    setProblem('');
    try {
      const reply = await fetch('/api/brand-assets', { method: 'POST', body: file });
      const answer = (await reply.json()) as { hash?: string; message?: string };
      if (answer.hash) onChange(answer.hash);
      else setProblem(answer.message ?? t('uploadFailed'));
    } catch {
      setProblem(t('uploadFailed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {t('logo')}
      </label>
      <p id={`${id}-help`} className="mb-1.5 text-13 text-quiet">
        {t('logoHelp')}
      </p>
      <div className="flex flex-wrap items-center gap-4">
        {hash && (
          <img
            src={logoPath(hash)}
            alt={t('logoNow')}
            className="h-10 w-auto max-w-40 rounded-md border border-line bg-white p-1"
          />
        )}
        <input
          id={id}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          aria-describedby={`${id}-help`}
          aria-invalid={problem ? true : undefined}
          disabled={busy}
          onChange={(event) => {
            event.stopPropagation();
            const file = event.target.files?.[0];
            if (file) void upload(file);
          }}
          className="max-w-full text-13"
        />
        {hash && (
          <Button size="s" onClick={() => onChange(null)}>
            {t('noLogo')}
          </Button>
        )}
      </div>
      <p role="status" className="mt-1 font-medium text-bad">
        {problem}
      </p>
    </div>
  );
}
