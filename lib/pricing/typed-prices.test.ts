import { expect, it } from 'vitest';
import { nested } from '#lib/actions/nested.ts';
import { typedPrices } from './typed-prices.ts';

const fields = {
  'entries.0.frameworkId': 'ethereum',
  'entries.0.kind': 'permissioned',
  'entries.0.cityNodeId': '',
  'entries.0.base.month': '39.60',
  'entries.0.base.year': '396',
  'entries.0.tps.0.upTo': '50',
  'entries.0.tps.0.month': '9',
  'entries.0.tps.0.year': '90',
  'entries.0.tps.1.upTo': '',
  'entries.0.tps.1.month': '7.20',
  'entries.0.tps.1.year': '72.00',
  'entries.0.storageGb.month': '2.4',
  'entries.0.storageGb.year': '24',
  'entries.0.bandwidthMbps.month': '12',
  'entries.0.bandwidthMbps.year': '1,200',
};

it('reads typed amounts into minor units', () => {
  expect(typedPrices('CNY').parse(nested(fields))).toEqual({
    entries: [
      {
        frameworkId: 'ethereum',
        kind: 'permissioned',
        cityNodeId: null,
        base: { month: '3960', year: '39600' },
        tps: [
          { upTo: 50, month: '900', year: '9000' },
          { upTo: null, month: '720', year: '7200' },
        ],
        storageGb: { month: '240', year: '2400' },
        bandwidthMbps: { month: '1200', year: '120000' },
      },
    ],
  });
});

it('names the field at fault', () => {
  const wrong = nested({ ...fields, 'entries.0.tps.1.month': '7.205', 'entries.0.tps.0.upTo': 'many' });
  const paths = typedPrices('CNY')
    .safeParse(wrong)
    .error?.issues.map((issue) => issue.path.join('.'));
  expect(paths).toEqual(['entries.0.tps.0.upTo', 'entries.0.tps.1.month']);
});
