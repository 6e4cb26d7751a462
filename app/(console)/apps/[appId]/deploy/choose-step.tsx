import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AppRecord } from '#lib/apps/get-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { getPackage, listPackages, type PackageRow } from '#lib/packages/list-packages.ts';
import { UploadForm } from './upload-form.tsx';

type Props = { actor: Actor; app: AppRecord; upgrade: string | undefined };

export async function ChooseStep({ actor, app, upgrade }: Props) {
  const [t, formats] = await Promise.all([getTranslator('apps'), getFormats()]);
  const packages = await listPackages(actor);
  const href = (id: string) =>
    `/apps/${app.id}/deploy?package=${id}${upgrade ? `&upgrade=${encodeURIComponent(upgrade)}` : ''}`;
  const presets = packages.filter(({ preset }) => preset !== null);
  const own = packages.filter(({ preset }) => preset === null);
  return (
    <>
      <Section title={t('deployFlow.presets')}>
        <ul className="grid gap-x-12 gap-y-6 lg:grid-cols-2">
          {presets.map((preset) => (
            <Preset key={preset.id} actor={actor} preset={preset} href={href(preset.id)} />
          ))}
        </ul>
      </Section>
      {own.length > 0 && (
        <Section title={t('deployFlow.own')}>
          <Table
            caption={t('deployFlow.ownCaption')}
            rows={own}
            rowKey={(row) => row.id}
            href={(row) => href(row.id)}
            columns={[
              { key: 'name', head: t('contract.name'), cell: (row) => `${row.name} ${row.version}` },
              {
                key: 'bytes',
                head: t('deployFlow.bytecode'),
                right: true,
                cell: (row) => t('deployFlow.bytes', { bytes: formats.number(row.bytes) }),
              },
              {
                key: 'created',
                head: t('column.created'),
                right: true,
                cell: (row) => <Time at={row.createdAt} />,
              },
            ]}
          />
        </Section>
      )}
      <Section title={t('deployFlow.upload')} lead={t('deployFlow.uploadLead')}>
        <ClientMessages namespaces={['apps']}>
          <UploadForm appId={app.id} upgrade={upgrade ?? ''} requestId={newId()} />
        </ClientMessages>
      </Section>
    </>
  );
}

async function Preset({ actor, preset, href }: { actor: Actor; preset: PackageRow; href: string }) {
  const t = await getTranslator('apps');
  const { source } = await getPackage(actor, preset.id);
  const key = `deployFlow.preset.${preset.preset}`;
  return (
    <li className="min-w-0 border-t border-line pt-4">
      <h3 className="text-16">{t.has(`${key}.name`) ? t(`${key}.name`) : preset.name}</h3>
      {t.has(`${key}.text`) && <p className="mt-1 text-quiet">{t(`${key}.text`)}</p>}
      <div className="mt-3 flex flex-wrap items-start gap-4">
        <LinkButton href={href} look="primary" aria-label={`${t('deployFlow.use')}: ${preset.name}`}>
          {t('deployFlow.use')}
        </LinkButton>
        <details className="min-w-0 flex-1 basis-60">
          <summary className="link inline-flex min-h-10 items-center">{t('deployFlow.source')}</summary>
          <pre
            tabIndex={0}
            aria-label={preset.name}
            className="mt-2 max-h-96 overflow-auto rounded-md border border-line p-4 font-mono text-13"
          >
            {source}
          </pre>
        </details>
      </div>
    </li>
  );
}
