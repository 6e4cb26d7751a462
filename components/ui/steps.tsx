'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Shape, type Tone } from './badge.tsx';

export type StepState = 'done' | 'current' | 'later' | 'failed';
export type Step = { id: string; label: ReactNode; state: StepState; detail?: ReactNode; aside?: ReactNode };

const tones: Record<StepState, Tone> = { done: 'good', current: 'busy', later: 'quiet', failed: 'bad' };

/** Progress by named steps; what changes is read out. `aside` is the time a step took. */
export function Steps({ items }: { items: readonly Step[] }) {
  const t = useTranslations('ui');
  const words: Record<StepState, string> = {
    done: t('stepDone'),
    current: t('stepCurrent'),
    later: t('stepLater'),
    failed: t('stepFailed'),
  };
  return (
    <ol aria-live="polite" aria-label={t('steps')}>
      {items.map((step, index) => (
        <li
          key={step.id}
          aria-current={step.state === 'current' ? 'step' : undefined}
          className={`relative flex gap-3 pb-4 last:pb-0 ${step.state === 'later' ? 'text-quiet' : ''}`}
        >
          {index < items.length - 1 && (
            <span aria-hidden="true" className="absolute top-5 bottom-0 left-[5.5px] w-px bg-line" />
          )}
          <span className="relative mt-1.25">
            <Shape tone={tones[step.state]} size={12} />
          </span>
          <div className="min-w-0 flex-1">
            <span className={step.state === 'current' ? 'font-semibold' : ''}>{step.label}</span>{' '}
            <span className="text-13 text-quiet">{words[step.state]}</span>
            {step.detail && <div className="text-quiet [overflow-wrap:anywhere]">{step.detail}</div>}
          </div>
          {step.aside && <span className="figures text-13 text-quiet">{step.aside}</span>}
        </li>
      ))}
    </ol>
  );
}
