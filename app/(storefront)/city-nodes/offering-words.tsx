import type { Health, OfferingView } from '#lib/catalogue/city-node-view.ts';
import type { Translator } from '#lib/i18n/translator.ts';
import { Badge, type Tone } from '#components/ui/badge.tsx';

const healthTones: Record<Health, Tone> = {
  healthy: 'good',
  degraded: 'warn',
  unreachable: 'bad',
  unknown: 'quiet',
};
const evidenceTones: Record<OfferingView['evidence'], Tone> = {
  live: 'good',
  conformance: 'busy',
  unverified: 'quiet',
};

export const healthTone = (health: Health): Tone => healthTones[health];

export function HealthBadge({ health, t }: { health: Health; t: Translator }) {
  return (
    <Badge tone={healthTones[health]} title={t(`healthText.${health}`)}>
      {t(`health.${health}`)}
    </Badge>
  );
}

export function EvidenceBadge({ evidence, t }: { evidence: OfferingView['evidence']; t: Translator }) {
  return (
    <Badge tone={evidenceTones[evidence]} title={t(`evidenceText.${evidence}`)}>
      {t(`evidence.${evidence}`)}
    </Badge>
  );
}
