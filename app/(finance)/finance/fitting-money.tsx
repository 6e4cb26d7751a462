import { Money } from '#components/ui/money.tsx';
import type { Money as Amount } from '#lib/money/money.ts';

/** A large amount as a figure: two stand side by side on a phone, whatever they come to. */
export function FittingMoney({ amount }: { amount: Amount }) {
  return (
    <span className="max-sm:text-20">
      <Money amount={amount} />
    </span>
  );
}
