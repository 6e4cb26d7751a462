import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RecordHeader } from '#components/ui/page-heading.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { listCityNodes, listCityNodesInput } from '#lib/catalogue/list-city-nodes.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { listPriceBooks, listPriceBooksInput } from '#lib/pricing/list-price-books.ts';
import { decidePriceBookAction } from '../actions.ts';
import { PriceTable } from '../price-table.tsx';
import { stateTone } from '../state-tone.ts';

type Props = { params: Promise<{ version: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslator('prices');
  return { title: t('versionN', { version: (await params).version }) };
}

export default async function PriceBookPage({ params }: Props) {
  const version = Number((await params).version);
  if (!Number.isSafeInteger(version) || version < 1) notFound();
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=/operator/prices/${version}`);
  if (!actor.can.has('priceBook.read')) return <NoPermission permission="priceBook.read" back="/operator" />;
  const [t, { rows }, nodes] = await Promise.all([
    getTranslator('prices'),
    listPriceBooks(actor, listPriceBooksInput.parse({ cursor: version + 1, limit: 1 })),
    listCityNodes(listCityNodesInput.parse({ limit: 200 })),
  ]);
  const [row] = rows;
  if (row?.book.version !== version) notFound();
  const mayDecide = row.state === 'proposed' && actor.can.has('priceBook.approve');
  const isOwn = row.proposedById === actor.id;
  return (
    <>
      <RecordHeader
        title={t('versionN', { version })}
        state={
          <Badge tone={row.inForce ? 'good' : stateTone[row.state]}>
            {row.inForce ? t('inForce') : t(`states.${row.state}`)}
          </Badge>
        }
        sub={row.note}
        back={{ href: '/operator/prices', label: t('title') }}
        actions={
          <>
            {mayDecide && !isOwn && (
              <ClientMessages>
                {(['approved', 'rejected'] as const).map((decision) => (
                  <ConfirmDialog
                    key={decision}
                    look={decision === 'approved' ? 'primary' : 'danger'}
                    trigger={t(`decide.${decision}`)}
                    title={t(`decideTitle.${decision}`, { version })}
                    text={t(`decideText.${decision}`)}
                    confirm={t(`decide.${decision}`)}
                    action={decidePriceBookAction}
                    requestId={newId()}
                    hidden={{ id: row.book.id, decision }}
                  />
                ))}
              </ClientMessages>
            )}
            {actor.can.has('priceBook.propose') && (
              <LinkButton href={`/operator/prices/new?from=${version}`}>{t('proposeFrom')}</LinkButton>
            )}
          </>
        }
      />
      {row.state === 'proposed' && !(mayDecide && !isOwn) && (
        <Notice tone="warn">{isOwn ? t('ownProposal') : t('needsApprover')}</Notice>
      )}
      <Facts
        columns
        items={[
          { label: t('effectiveFrom'), value: <Time at={row.effectiveFrom} /> },
          { label: t('currency'), value: row.book.currency },
          { label: t('proposedBy'), value: row.proposedBy },
          {
            label: t('decidedBy'),
            value: row.decidedBy || '–',
            note: row.decidedAt ? <Time at={row.decidedAt} /> : undefined,
          },
        ]}
      />
      <div className="mt-8">
        <PriceTable book={row.book} nodes={nodes.rows} />
      </div>
    </>
  );
}
