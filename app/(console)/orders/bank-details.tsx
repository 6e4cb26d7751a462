import { Facts } from '#components/ui/facts.tsx';
import { Money } from '#components/ui/money.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { Money as Amount } from '#lib/money/money.ts';
import { getSetting } from '#lib/settings/get-setting.ts';

/** What the buyer writes into the bank form. Without the code nobody can tell whose money it is. */
export async function BankDetails({ amount, code }: { amount: Amount; code: string }) {
  const [t, bank] = await Promise.all([getTranslator('orders'), getSetting('bank')]);
  return (
    <Facts
      items={[
        { label: t('bank.amount'), value: <Money amount={amount} /> },
        {
          label: t('bank.code'),
          value: (
            <Mono copy={t('bank.code')} whole>
              {code}
            </Mono>
          ),
          note: t('bank.codeHelp'),
        },
        { label: t('bank.holder'), value: bank.holder },
        { label: t('bank.name'), value: bank.bank },
        {
          label: t('bank.account'),
          value: (
            <Mono copy={t('bank.account')} whole>
              {bank.account}
            </Mono>
          ),
        },
        ...(bank.swift ? [{ label: 'SWIFT', value: bank.swift }] : []),
      ]}
    />
  );
}
