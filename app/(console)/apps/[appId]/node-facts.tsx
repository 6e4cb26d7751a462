import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Mono } from '#components/ui/mono.tsx';
import type { AppNodeRecord } from '#lib/apps/get-app.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { Translator } from '#lib/i18n/translator.ts';
import { cityName } from '../state-badge.tsx';

const tones: Record<AppNodeRecord['health'], Tone> = {
  healthy: 'good',
  degraded: 'warn',
  unreachable: 'bad',
  unknown: 'quiet',
};

/** One city node of an app: where it stands and why, what it is called by, what was bought there. */
export async function NodeFacts({ node }: { node: AppNodeRecord }) {
  const [t, formats] = await Promise.all([getTranslator('apps'), getFormats()]);
  const unknown = <span className="text-quiet">{t('node.unknown')}</span>;
  return (
    <div className="min-w-0">
      <h3 className="mb-2 flex flex-wrap items-baseline gap-x-3 text-16">
        {[...new Set([cityName(node.city, formats.locale), formats.country(node.country)])].join(', ')}
        <Badge tone={tones[node.health]}>{t(`node.health.${node.health}`)}</Badge>
      </h3>
      <Facts
        items={[
          { label: t('node.provider'), value: node.provider },
          {
            label: t('node.framework'),
            value: node.frameworkVersion,
            note: t(`node.evidence.${node.evidence}`),
          },
          {
            label: t('node.placement'),
            value: t(`placement.${node.placement ?? 'none'}`),
            note: placementReason(node, t),
          },
          { label: t('node.chainId'), value: node.chainId ?? unknown },
          ...(node.placement === 'upstream'
            ? []
            : [
                {
                  label: t('node.custody'),
                  value: node.custodyAddress ? (
                    <Mono copy={t('node.custody')}>{node.custodyAddress}</Mono>
                  ) : (
                    unknown
                  ),
                  note: t('node.custodyNote'),
                },
              ]),
          {
            label: t('node.evm'),
            value: (
              <Mono whole copy={t('node.evm')}>
                {node.endpoints.evm}
              </Mono>
            ),
          },
          {
            label: t('node.neutral'),
            value: (
              <Mono whole copy={t('node.neutral')}>
                {node.endpoints.neutral}
              </Mono>
            ),
          },
          {
            label: t('node.resources'),
            value: t('node.resourcesValue', {
              tps: formats.number(node.tps),
              storage: formats.number(node.storageGb),
              bandwidth: formats.number(node.bandwidthMbps),
            }),
            note: node.policyPending ? t('node.policyPending') : undefined,
          },
        ]}
      />
    </div>
  );
}

/** The node's reason in words. An unknown code of a newer node reads as "decided by the city node". */
function placementReason(node: AppNodeRecord, t: Translator): string | undefined {
  if (!node.placementReason) return undefined;
  const { code, params } = node.placementReason;
  const name = code.replace(/^placement\./, '');
  const line = Number(params.line ?? 0);
  if (name === 'below-line' && !(line > 0)) return t('placement.reason.below-any');
  const key = `placement.reason.${name}`;
  return t.has(key) && !name.includes('.')
    ? t(key, { tps: Number(params.tps ?? node.tps), line })
    : t('placement.reason.other');
}
