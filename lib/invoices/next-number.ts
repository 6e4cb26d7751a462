import { sql, type SQL } from 'drizzle-orm';

/**
 * A `with` member named `taken` that takes the next number of a series, as `last`. The series stays locked until the
 * caller's transaction ends, and a transaction that fails gives its number back: so there are no gaps.
 */
export const takeNumber = (series: string): SQL => sql`taken as (
  insert into number_series (series, last) values (${series}, 1)
  on conflict (series) do update set last = number_series.last + 1
  returning last)`;
