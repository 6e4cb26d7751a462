'use client';
import { useTranslations } from 'use-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Mono } from '#components/ui/mono.tsx';
import type { CallOutcome, ContractCall } from './gateway-client.ts';

export type CallResult = { id: number; city: string; call: ContractCall; at: string; outcome: CallOutcome };

/** What calls of this page came to, newest first. */
export function CallResults({ results }: { results: readonly CallResult[] }) {
  const t = useTranslations('appsLive');
  return (
    <div className="min-w-0">
      <h3 className="mb-3 text-16">{t('call.results')}</h3>
      {results.length === 0 && <p className="text-quiet">{t('call.none')}</p>}
      <ol aria-live="polite" className="grid gap-4">
        {results.map((result) => (
          <li key={result.id} className="min-w-0 border-t border-line pt-3">
            <Result {...result} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Result({ city, call, at, outcome }: CallResult) {
  const t = useTranslations('appsLive');
  const formats = useFormats();
  const [tone, word] = stateOf(outcome);
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-mono text-13 [overflow-wrap:anywhere]">
          {call.contract}.{call.function}({call.args.map((value) => JSON.stringify(value)).join(', ')})
        </span>
        <Badge tone={tone}>{t(`call.${word}`)}</Badge>
      </div>
      <OutcomeText city={city} outcome={outcome} />
      <p className="figures mt-1 text-13 text-quiet">
        {city} · {formats.date(at, 'second')}
        {'ms' in outcome && ` · ${formats.duration(outcome.ms)}`}
      </p>
    </>
  );
}

function stateOf(outcome: CallOutcome): [Tone, 'ok' | 'sent' | 'waiting' | 'failed'] {
  if (outcome.kind === 'value') return ['good', 'ok'];
  if (outcome.kind !== 'sent' || outcome.state === 'failed') return ['bad', 'failed'];
  return outcome.state === 'succeeded' ? ['good', 'sent'] : ['busy', 'waiting'];
}

function OutcomeText({ city, outcome }: { city: string; outcome: CallOutcome }) {
  const t = useTranslations('appsLive');
  const formats = useFormats();
  switch (outcome.kind) {
    case 'value':
      return (
        <pre className="mt-2 max-h-64 overflow-auto rounded-md bg-surface p-3 font-mono text-13 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {outcome.value === undefined || outcome.value === null
            ? t('call.nothing')
            : typeof outcome.value === 'string'
              ? outcome.value
              : JSON.stringify(outcome.value, null, 2)}
        </pre>
      );
    case 'sent':
      return (
        <p className="mt-2 flex flex-wrap items-center gap-x-4">
          <span>
            <span className="text-quiet">{t('call.transaction')}</span>{' '}
            <Mono copy={t('call.transaction')}>{outcome.transactionId}</Mono>
          </span>
          {outcome.height !== undefined && (
            <span>{t('deployment.block', { height: formats.number(outcome.height) })}</span>
          )}
          {outcome.error && <span className="text-bad">{outcome.error}</span>}
        </p>
      );
    case 'unreachable':
      return <p className="mt-2 text-bad">{t('call.unreachable', { city })}</p>;
    case 'refused':
      return <Refusal {...outcome} />;
  }
}

const texts: Readonly<Record<string, string>> = {
  'limit.tps': 'tps',
  'limit.bandwidth': 'bandwidth',
  'limit.storage': 'storage',
  'app.suspended': 'suspended',
  'key.unknown': 'key',
  'key.expired': 'key',
  'key.function': 'denied',
};

/** A refusal in words. What the contract or the chain says of itself is passed on as it came. */
function Refusal({ code, message, resetsAt }: Extract<CallOutcome, { kind: 'refused' }>) {
  const t = useTranslations('appsLive');
  const formats = useFormats();
  const name = texts[code];
  const time = resetsAt ? formats.date(resetsAt, 'second') : '';
  const text = name
    ? t(`gateway.${name}`, { time })
    : code.includes('revert')
      ? t('gateway.reverted', { detail: message })
      : message || code;
  return <p className="mt-2 text-bad [overflow-wrap:anywhere]">{text}</p>;
}
