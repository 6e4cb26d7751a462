import { writeFileSync } from 'node:fs';
import { readyFile } from '#scripts/home.ts';
import { demoLogins } from '#db/seed/demo-logins.ts';
import { portalUrl, type Layout } from './processes.ts';

/** Says where everything is, on screen and in ready.json; the last line is for scripts that wait for it. */
export async function reportReady(layout: Layout): Promise<void> {
  const url = portalUrl(layout);
  const sandbox = (process.env.SANDBOX ?? '1') === '1';
  const facts = {
    portalUrl: url,
    mailboxUrl: sandbox ? `${url}/sandbox/mailbox` : null,
    cityNodes: layout.nodes.map(({ node, port }) => ({
      slug: node.slug,
      name: node.name,
      url: `http://127.0.0.1:${port}`,
    })),
    demoLogins: sandbox ? demoLogins : {},
  };
  writeFileSync(readyFile(), JSON.stringify(facts, null, 2), { mode: 0o600 });
  const line = (name: string, value: string) => console.log(`  ${name.padEnd(22)}${value}`);
  console.log('');
  line('Portal', url);
  if (facts.mailboxUrl) line('Mailbox (sandbox)', facts.mailboxUrl);
  for (const node of facts.cityNodes) line(`City node ${node.name}`, node.url);
  line('Logs and data', layout.home);
  if (sandbox) {
    console.log('\n  Who can sign in');
    for (const [role, { email, password }] of Object.entries(demoLogins)) line(role, `${email}  ${password}`);
  }
  console.log(`\nready ${url}`);
}
