import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { Font } from '@react-pdf/renderer';

const file = join(
  /*turbopackIgnore: true*/ process.cwd(),
  'components',
  'pdf',
  'fonts',
  'noto-sans-sc.ttf.br',
);
let registered: Promise<void> | undefined;

/** One face for Latin and Chinese, of which a document carries only the signs it uses. */
export const pdfFont = 'Noto Sans SC';

/** Registers the face on first use. It is kept packed: a fifth of a second once is better than 2.5 MB in every clone. */
export function registerPdfFont(): Promise<void> {
  registered ??= (async () => {
    const bytes = await promisify(brotliDecompress)(await readFile(file));
    Font.register({ family: pdfFont, src: `data:font/ttf;base64,${bytes.toString('base64')}` });
    Font.registerHyphenationCallback((word) => breakable(word));
  })();
  return registered;
}

/** Chinese may break between any two signs, Latin words not at all. */
function breakable(word: string): string[] {
  return /[\u3400-\u9fff]/.test(word) ? word.split(/(?<=[\u3000-\u9fff\uff00-\uffef])/u) : [word];
}

/** Scripts that the face has: Latin-1, punctuation, currency, common Chinese. */
const covered =
  /^[\s\u0020-\u00ff\u2010-\u2044\u20ac\u2190-\u2193\u2212\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*$/u;

/** Whether the document can show a text; the page on screen can show every one. */
export const canPrint = (text: string): boolean => covered.test(text);
