import { describe, expect, it } from 'vitest';
import { flatQuery, sortBy, withQuery } from './query.ts';

describe('the state of a list in its URL', () => {
  it('keeps what stands and changes what is named', () => {
    expect(withQuery('/orders', { q: 'a b', cursor: 'x', tag: ['1', '2'] }, { cursor: undefined })).toBe(
      '/orders?q=a+b&tag=1&tag=2',
    );
    expect(withQuery('/orders', { q: '' })).toBe('/orders');
  });

  it('turns the order round at a second click and starts again at the first page', () => {
    expect(sortBy('/x', { cursor: 'c' }, 'total')).toEqual({ href: '/x?sort=total' });
    expect(sortBy('/x', { sort: 'total' }, 'total')).toEqual({ href: '/x?sort=-total', now: 'ascending' });
    expect(sortBy('/x', { sort: '-total' }, 'total')).toEqual({ href: '/x?sort=total', now: 'descending' });
    expect(sortBy('/x', {}, 'city', true)).toEqual({ href: '/x?sort=-city', now: 'ascending' });
  });

  it('takes the first of repeated parameters', () => {
    expect(flatQuery({ a: ['1', '2'], b: '', c: 'x' })).toEqual({ a: '1', b: undefined, c: 'x' });
  });
});
