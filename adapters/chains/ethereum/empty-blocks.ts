import { execFile } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Smaller files are left alone. */
const worthBytes = 2_000_000;
/** The newest blocks stay, empty or not, for whoever follows the chain. */
const kept = 1_000;

interface State {
  best_block_number: number;
  blocks: { header: { number: string }; transactions: unknown[] }[];
}

/**
 * Takes out of an anvil state all empty blocks but the first and the newest ones: they hold nothing, and each costs 1.7 kB
 * of the file and 3 kB of memory for ever. Blocks with transactions stay, with receipts and logs, and so does whatever
 * the node has not read. Null: there is nothing to take out, or the file is not understood.
 */
export function withoutEmptyBlocks(text: string, readTo: number): string | null {
  // A number that JavaScript would round must not be read and written again.
  if (/[[:,]\s*-?\d{16,}/.test(text.replace(/"[^"]*"/g, '""'))) return null;
  const state: unknown = JSON.parse(text);
  if (!isState(state)) return null;
  const from = Math.min(state.best_block_number, readTo) - kept;
  const blocks = state.blocks.filter(({ header, transactions }) => {
    const height = Number(header.number);
    return height === 0 || height > from || transactions.length > 0;
  });
  return blocks.length === state.blocks.length ? null : JSON.stringify({ ...state, blocks });
}

function isState(value: unknown): value is State {
  if (typeof value !== 'object' || value === null) return false;
  if (!('best_block_number' in value) || !('blocks' in value)) return false;
  return (
    typeof value.best_block_number === 'number' &&
    Array.isArray(value.blocks) &&
    value.blocks.every(
      (block: unknown) =>
        typeof block === 'object' &&
        block !== null &&
        'header' in block &&
        typeof block.header === 'object' &&
        block.header !== null &&
        'number' in block.header &&
        Number.isSafeInteger(Number(block.header.number)) &&
        'transactions' in block &&
        Array.isArray(block.transactions),
    )
  );
}

/**
 * Shortens the file in place: written beside, forced to disk, renamed over. In a process of its own: a large file needs
 * more memory than this one may have, and gives it back at its end.
 */
export async function shortenState(file: string, readTo: number): Promise<void> {
  if ((await stat(file)).size < worthBytes) return;
  const script = fileURLToPath(import.meta.url);
  await promisify(execFile)(process.execPath, [script, file, String(readTo)], {
    env: { NODE_ENV: 'production' },
  });
}

async function shorten(file: string, readTo: number): Promise<void> {
  const text = withoutEmptyBlocks(await readFile(file, 'utf8'), readTo);
  if (text === null) return;
  const handle = await open(`${file}.next`, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.next`, file);
}

if (import.meta.main) {
  const [file = '', readTo] = process.argv.slice(2);
  await shorten(file, Number(readTo));
}
