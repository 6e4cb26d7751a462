import { readFileSync } from 'node:fs';
import { Difference, verifySettlement } from './verify.ts';

const [file, ...options] = process.argv.slice(2);
const key = options[0] === '--key' ? options[1] : undefined;
if (!file || (options.length > 0 && !key)) {
  console.error('usage: node scripts/verify-settlement/main.ts FILE [--key PORTAL_PUBLIC_KEY]');
  console.error('Computes a settlement export again from the file alone. Needs Node 24 and nothing else.');
  process.exit(2);
}

try {
  const { week, number, lines, seals, signed, publicKey } = verifySettlement(readFileSync(file, 'utf8'), key);
  const what = signed ? `statement ${number}, signed` : 'open week, not signed';
  console.log(`ok: ${week} (${what}): ${lines} lines, ${seals} seals; hash, chain, splits and totals agree`);
  if (publicKey && !key)
    console.log(
      `signed by ${publicKey}: see that this is the portal's key, or name the key you know with --key`,
    );
} catch (error) {
  const what = error instanceof Difference || error instanceof SyntaxError ? error.message : String(error);
  console.error(`DIFFERENT: ${what}`);
  process.exit(1);
}
