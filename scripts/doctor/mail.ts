import { createTransport } from 'nodemailer';
import type pg from 'pg';
import { note, ok, wrong, type Finding } from './finding.ts';

const callMs = 5_000;

/** The way mail takes: the server greets us and takes our sign-in (nothing is sent), and what became of the last day's mail. */
export async function lookAtMail(client: pg.Client, smtpUrl: string | undefined): Promise<Finding[]> {
  return [...(await server(smtpUrl)), ...(await queue(client))];
}

async function server(smtpUrl: string | undefined): Promise<Finding[]> {
  if (!smtpUrl) return [];
  const connection = createTransport({
    url: smtpUrl,
    connectionTimeout: callMs,
    greetingTimeout: callMs,
    socketTimeout: callMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await connection.verify();
    return [ok('mail server', `takes our mail at ${hostOf(smtpUrl)}`)];
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return [
      wrong(
        'mail server',
        `${hostOf(smtpUrl)} does not take our mail: ${says}`,
        'check host, port, user and password in SMTP_URL (smtps:// for port 465), and that the firewall lets it out',
      ),
    ];
  } finally {
    connection.close();
  }
}

/** Refused mail is never sent again, so it is told; waiting mail is told once a send has failed. */
async function queue(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ state: 'queued' | 'failed'; count: number; reason: string }>(
    `select state, count(*)::int as count, (array_agg(last_error order by created_at desc))[1] as reason
       from mails where created_at > portal_now() - interval '1 day' and last_error <> '' and state <> 'sent'
      group by state order by state`,
  );
  return rows.map(({ state, count, reason }) =>
    state === 'failed'
      ? note(
          'mail',
          `${count} were refused for good in the last day, the latest: ${reason}`,
          'an unknown recipient is theirs to mend; a refused sender means that MAIL_FROM is not an address of yours there',
        )
      : wrong(
          'mail',
          `${count} wait after a failed try, the latest: ${reason}`,
          'mend the mail server or SMTP_URL; the worker tries again by itself',
        ),
  );
}

/** The address without user and password. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'SMTP_URL';
}
