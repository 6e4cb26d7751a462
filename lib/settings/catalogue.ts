import { z } from 'zod';

const bilingual = z.strictObject({
  en: z.string().trim().min(1).max(200),
  zh: z.string().trim().min(1).max(200),
});

/** Minor units as text, because JSON has no bigint. */
const minorText = z.string().regex(/^\d{1,12}$/);

/** What building the same alone is taken to cost, line by line; shown on the storefront beside our price. */
const comparison = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  peers: z.number().int().min(1).max(100),
  lines: z
    .array(z.strictObject({ label: bilingual, yearlyMinor: minorText }))
    .min(1)
    .max(12),
  source: bilingual,
});
export type Comparison = z.output<typeof comparison>;

/** Where a buyer sends a remittance. */
const bank = z.strictObject({
  holder: z.string().trim().min(1).max(120),
  bank: z.string().trim().min(1).max(120),
  account: z.string().trim().min(1).max(60),
  swift: z.string().trim().max(20),
});
export type BankDetails = z.output<typeof bank>;

/** Every setting, with its schema and the value of a portal that never changed it. */
export const settingsCatalogue = {
  comparison: {
    schema: comparison,
    default: {
      currency: 'CNY',
      peers: 3,
      lines: [
        {
          label: { en: 'Three cloud servers with storage', zh: '三台云服务器及存储' },
          yearlyMinor: '3600000',
        },
        {
          label: { en: 'Network lines and public addresses', zh: '网络线路与公网地址' },
          yearlyMinor: '1200000',
        },
        {
          label: { en: 'Part of an engineer’s year to run them', zh: '运维工程师的部分人力' },
          yearlyMinor: '4000000',
        },
        { label: { en: 'Backup, monitoring, certificates', zh: '备份、监控与证书' }, yearlyMinor: '1200000' },
      ],
      source: {
        en: 'Total after the BSN white paper, February 2020: about RMB 100,000 a year for a chain of three peers. The split is this portal’s estimate.',
        zh: '总额依据 2020 年 2 月 BSN 白皮书：自建三个节点的链每年约需人民币 10 万元；各项拆分为本门户的估算。',
      },
    } satisfies Comparison,
  },
  /** How long a quote and its soft holds stand. */
  quoteMinutes: { schema: z.number().int().min(5).max(240), default: 30 },
  /** How long an order waits for its remittance. */
  remittanceDays: { schema: z.number().int().min(1).max(60), default: 7 },
  bank: {
    schema: bank,
    default: {
      holder: 'Cityport Demo Pte. Ltd.',
      bank: 'Harbour Bank (demo)',
      account: '001-234567-8',
      swift: 'HARBSGSG',
    } satisfies BankDetails,
  },
} as const;

export type SettingName = keyof typeof settingsCatalogue;
export type SettingValue<Name extends SettingName> = z.output<(typeof settingsCatalogue)[Name]['schema']>;
export const settingNames = Object.keys(settingsCatalogue) as SettingName[];
