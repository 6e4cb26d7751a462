import type { PriceBookPrices } from './price-book.ts';

/**
 * Prices a new portal starts with, in minor units of CNY: a plain app (10 TPS, 20 GB, 5 Mbit/s on one city node) costs
 * 2,376.00 a year before tax, and a year costs ten months.
 */
export const defaultPrices: PriceBookPrices = {
  entries: [
    {
      frameworkId: 'ethereum',
      kind: 'permissioned',
      cityNodeId: null,
      base: { month: '3960', year: '39600' },
      tps: [
        { upTo: 50, month: '900', year: '9000' },
        { upTo: 500, month: '720', year: '7200' },
        { upTo: null, month: '600', year: '6000' },
      ],
      storageGb: { month: '240', year: '2400' },
      bandwidthMbps: { month: '1200', year: '12000' },
    },
    {
      frameworkId: 'ethereum',
      kind: 'public',
      cityNodeId: null,
      base: { month: '2960', year: '29600' },
      tps: [
        { upTo: 50, month: '800', year: '8000' },
        { upTo: null, month: '640', year: '6400' },
      ],
      storageGb: { month: '120', year: '1200' },
      bandwidthMbps: { month: '1000', year: '10000' },
    },
  ],
};
