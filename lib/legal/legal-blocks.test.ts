import { expect, it } from 'vitest';
import { legalBlocks } from './legal-blocks.ts';

it('reads headings, lists and paragraphs, and keeps all else as text', () => {
  expect(legalBlocks('First\nline\n\n# Head\nText <b>\n- one\n- two\n\nLast')).toEqual([
    { kind: 'paragraph', text: 'First\nline' },
    { kind: 'heading', text: 'Head' },
    { kind: 'paragraph', text: 'Text <b>' },
    { kind: 'list', items: ['one', 'two'] },
    { kind: 'paragraph', text: 'Last' },
  ]);
  expect(legalBlocks('')).toEqual([]);
});
