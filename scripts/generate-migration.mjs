import { execFileSync } from 'node:child_process';

const name = process.argv[2];
if (!name) {
  console.error('usage: npm run db:generate -- short_name_of_the_change');
  process.exit(2);
}
execFileSync('npx', ['drizzle-kit', 'generate', '--name', name], { stdio: 'inherit' });
