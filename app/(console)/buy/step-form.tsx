import Form from 'next/form';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonClass } from '#components/ui/button.tsx';
import { planFields, stepHref, type CartPlan } from './cart-plan.ts';

/** One decision: a GET form whose answer, with everything decided before, is the next step's address. */
export function StepForm({
  plan,
  asks,
  next,
  back,
  go,
  goBack,
  children,
}: {
  plan: CartPlan;
  /** Fields that this step asks for. */
  asks: readonly string[];
  next: string;
  back?: string | undefined;
  go: string;
  goBack: string;
  children: ReactNode;
}) {
  return (
    <Form action="/buy" className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-6">
      {planFields(plan, asks).map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="step" value={next} />
      {children}
      <div className="flex flex-wrap gap-2">
        <button type="submit" className={buttonClass({ look: 'primary' })}>
          {go}
        </button>
        {back && (
          <Link href={stepHref(plan, back)} className={buttonClass({ look: 'quiet' })}>
            {goBack}
          </Link>
        )}
      </div>
    </Form>
  );
}
