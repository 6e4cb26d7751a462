'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { formAction } from '#lib/actions/form-action.ts';
import { nested } from '#lib/actions/nested.ts';
import { parseMoney } from '#lib/money/parse-money.ts';
import { putSetting, putSettingInput } from '#lib/settings/put-setting.ts';
import { settingNames } from '#lib/settings/catalogue.ts';

const numbers = new Set(['quoteMinutes', 'remittanceDays']);

/** A form's texts as the setting's own shape: numbers as numbers, amounts as minor units, rows without a name left out. */
function fromForm(fields: unknown): unknown {
  const data = nested(fields);
  if (typeof data !== 'object' || data === null || !('name' in data) || !('value' in data)) return data;
  const { name, value } = data as { name: unknown; value: unknown };
  if (typeof name === 'string' && numbers.has(name)) return { ...data, value: Number(value) };
  if (name !== 'comparison' || typeof value !== 'object' || value === null) return data;
  const { lines, peers, currency, ...rest } = value as Record<string, unknown>;
  const kept = (Array.isArray(lines) ? lines : []) as { label?: { en?: string }; yearlyMinor?: string }[];
  return {
    ...data,
    value: {
      ...rest,
      currency,
      peers: Number(peers),
      lines: kept
        .filter((line) => line.label?.en || line.yearlyMinor)
        .map(({ label, yearlyMinor = '' }) => ({
          label,
          yearlyMinor: parseMoney(yearlyMinor, String(currency))?.minor.toString() ?? '',
        })),
    },
  };
}

export const putSettingAction = formAction({
  name: 'setting.put',
  input: z.preprocess(fromForm, putSettingInput),
  run: async (actor, input) => {
    await putSetting(actor, input);
    refresh();
    return { name: settingNames.find((name) => name === input.name) };
  },
});
