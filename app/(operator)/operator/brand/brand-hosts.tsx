import Form from 'next/form';
import { buttonClass } from '#components/ui/button.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { anyHost } from '#lib/brand/brand-of.ts';
import { listBrandHosts } from '#lib/brand/list-brand-hosts.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';

/** Brands by host, and the way to one for another host. */
export async function BrandHosts({ actor }: { actor: Actor }) {
  const [rows, t] = await Promise.all([listBrandHosts(actor), getTranslator('brand')]);
  return (
    <>
      {rows.length > 0 && (
        <Table
          caption={t('hosts')}
          rows={rows}
          rowKey={(row) => row.host}
          href={(row) => `/operator/brand?host=${encodeURIComponent(row.host)}`}
          columns={[
            {
              key: 'host',
              head: t('host'),
              cell: (row) => (row.host === anyHost ? t('everyHost') : row.host),
            },
            { key: 'version', head: t('version'), right: true, cell: (row) => row.version },
            { key: 'at', head: t('changed'), right: true, cell: (row) => <Time at={row.updatedAt} /> },
          ]}
        />
      )}
      <Form action="/operator/brand" className="mt-4 flex flex-wrap items-end gap-3">
        <label className="min-w-0 basis-72">
          <span className="mb-1 block text-13 text-quiet">{t('host')}</span>
          <input
            name="host"
            className="control"
            placeholder="portal.example.com"
            required
            autoComplete="off"
          />
        </label>
        <button type="submit" className={buttonClass()}>
          {t('editHost')}
        </button>
      </Form>
    </>
  );
}
