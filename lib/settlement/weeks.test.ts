import { describe, expect, it } from 'vitest';
import vectors from './testing/vectors.json' with { type: 'json' };
import { readWeek, weekAfter, weekBefore, weekBounds, weekOf, weekText } from './weeks.ts';

describe('weeks', () => {
  it.each(vectors.weeks as [string, string][])('%s lies in %s', (date, expected) => {
    expect(weekText(weekOf(new Date(`${date}T00:00:00Z`), 'UTC'))).toBe(expected);
  });

  it.each(vectors.weeksInYear as [number, number][])('%i has %i weeks', (year, weeks) => {
    expect(readWeek(`${year}-W53`) !== null).toBe(weeks === 53);
    expect(weekText(weekBefore({ year: year + 1, week: 1 }))).toBe(`${year}-W${weeks}`);
    expect(weekAfter({ year, week: weeks })).toEqual({ year: year + 1, week: 1 });
  });

  it('is cut at midnight of the zone, not of UTC, across a year boundary', () => {
    // 2026-W53 ends on Sunday 3 January 2027.
    expect(weekText(weekOf(new Date('2027-01-03T15:59:59.999Z'), 'Asia/Shanghai'))).toBe('2026-W53');
    expect(weekText(weekOf(new Date('2027-01-03T16:00:00.000Z'), 'Asia/Shanghai'))).toBe('2027-W01');
  });

  it('has 167 hours when the clocks go forward and 169 when they go back', () => {
    const hours = (text: string) => {
      const week = readWeek(text);
      if (!week) throw new Error(text);
      const { startsAt, endsAt } = weekBounds(week, 'Europe/Berlin');
      return (endsAt.getTime() - startsAt.getTime()) / 3_600_000;
    };
    expect([hours('2026-W13'), hours('2026-W43'), hours('2026-W20')]).toEqual([167, 169, 168]);
  });

  it.each(['2026-W54', '2026-W00', '2025-W53', '2026-47', '', 'x'])('%j is no week', (text) => {
    expect(readWeek(text)).toBeNull();
  });
});
