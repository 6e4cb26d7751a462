import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Table } from './table.tsx';

const columns = [
  { key: 'what', head: 'What', cell: (row: { what: string; net: string }) => row.what },
  { key: 'count', head: 'Count', cell: () => '1' },
  { key: 'net', head: 'Net', cell: (row: { what: string; net: string }) => row.net },
];
const rows = [{ what: 'Storage', net: '480.00' }];
const foot = (sums: Record<string, string>) =>
  /<tfoot.*<\/tfoot>/.exec(
    renderToString(
      <Table caption="Lines" columns={columns} rows={rows} rowKey={() => 'one'} foot={[sums]} />,
    ),
  )?.[0] ?? '';

it('a total that is one figure does not take the name of the column it stands in', () => {
  expect(foot({ what: 'Total', net: '523.20' })).not.toContain('data-label="Net"');
});

it('sums by column keep the names of their columns', () => {
  expect(foot({ what: 'Total', count: '1', net: '480.00' })).toContain('data-label="Net"');
});
