import type { Tone } from '#components/ui/badge.tsx';
import type { StaffCityNodeRecord } from '#lib/city-nodes/get-city-node.ts';
import type { Translator } from '#lib/i18n/translator.ts';

type Event = StaffCityNodeRecord['events'][number];

/** What happened, in the reader's words; a kind that we have no words for is shown as it is. */
export function eventName(t: Translator, { kind, payload }: Event): string {
  const key = `event.${kind.replace(/\.(\w)/g, (_dot, letter: string) => letter.toUpperCase())}`;
  if (!t.has(key)) return kind;
  if (kind !== 'portal.health') return t(key);
  const word = (value: unknown) =>
    t.has(`healths.${String(value)}`) ? t(`healths.${String(value)}`) : String(value);
  return t(key, { from: word(payload.from), to: word(payload.to) });
}

/** The facts that came with it, on one line. */
export function eventDetail({ kind, payload }: Event): string {
  if (kind === 'portal.health') return typeof payload.detail === 'string' ? payload.detail : '';
  const plain = Object.entries(payload).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return plain
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(' · ')
    .slice(0, 300);
}

export function eventTone({ kind, payload }: Event): Tone {
  if (kind === 'chain.down' || kind === 'portal.usageLost' || kind === 'portal.eventsLost') return 'bad';
  if (kind === 'chain.up' || kind === 'node.started') return 'good';
  if (kind !== 'portal.health') return 'quiet';
  return payload.to === 'healthy' ? 'good' : payload.to === 'unreachable' ? 'bad' : 'warn';
}
