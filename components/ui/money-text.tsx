import { decimalOf, minorDigits } from '#lib/money/format-money.ts';
import type { Money } from '#lib/money/money.ts';

/** An amount with its currency in a quieter weight, figures in columns. `per` is what it is for: "a year". */
export function MoneyText({
  amount,
  tag,
  per,
  signed = false,
}: {
  amount: Money;
  tag: string;
  per?: string;
  signed?: boolean;
}) {
  const digits = minorDigits(amount.currency);
  const parts = new Intl.NumberFormat(tag, {
    style: 'currency',
    currency: amount.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: signed ? 'exceptZero' : 'auto',
  }).formatToParts(decimalOf(amount) as Intl.StringNumericLiteral); // exact: the digits never pass through a number
  return (
    <span className="figures whitespace-nowrap">
      {parts.map((part, index) =>
        part.type === 'currency' ? (
          <span key={index} className="mr-[0.1em] font-normal text-quiet">
            {part.value}
          </span>
        ) : (
          part.value
        ),
      )}
      {per && (
        <span className="ml-[0.35em] text-[max(0.5em,0.8125rem)] font-normal tracking-normal text-quiet">
          {per}
        </span>
      )}
    </span>
  );
}
