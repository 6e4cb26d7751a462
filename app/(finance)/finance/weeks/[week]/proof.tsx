import { Badge } from '#components/ui/badge.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { WeekRecord } from '#lib/settlement/get-week.ts';
import { statementPublicKey } from '#lib/settlement/sign-statement.ts';
import type { LedgerComparison } from '#lib/settlement/week-totals.ts';

/** Whether sheet and ledger agree, and how anyone can check it without us. */
export async function Proof({ record, ledger }: { record: WeekRecord; ledger: LedgerComparison }) {
  const t = await getTranslator('finance');
  if (!ledger.equal) {
    return (
      <div className="mt-4">
        <Notice tone="bad" title={t('differsTitle')}>
          {t('differsText')}
        </Notice>
      </div>
    );
  }
  const seals = { first: ledger.firstSeal ?? '–', last: ledger.lastSeal ?? '–' };
  return (
    <div className="mt-4 grid gap-4">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Badge tone="good">{t('equalsLedger')}</Badge>
        <span className="figures text-quiet">
          {ledger.firstSeal === null ? t('noSealYet') : t('sealRange', seals)}
        </span>
        {ledger.unsealed > 0 && (
          <span className="text-quiet">{t('unsealed', { count: ledger.unsealed })}</span>
        )}
      </p>
      {record.contentHash && record.signature && (
        <details>
          <summary className="link w-fit">{t('checkYourself')}</summary>
          <div className="mt-3 grid gap-4">
            <p className="max-w-2xl text-quiet">{t('checkYourselfText')}</p>
            <Facts
              items={[
                {
                  label: t('contentHash'),
                  value: <Mono copy={t('contentHash')}>{record.contentHash}</Mono>,
                },
                {
                  label: t('publicKey'),
                  value: <Mono copy={t('publicKey')}>{statementPublicKey()}</Mono>,
                },
                { label: t('signature'), value: <Mono copy={t('signature')}>{record.signature}</Mono> },
              ]}
            />
            <CodeBlock
              label={t('checkYourself')}
              samples={[
                {
                  name: 'node',
                  code: `node scripts/verify-settlement/main.ts settlement-${record.week}.json --key ${statementPublicKey()}`,
                },
              ]}
            />
          </div>
        </details>
      )}
    </div>
  );
}
