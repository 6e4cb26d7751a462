import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '#city-node/db/migrate.ts';
import { signingKeyOf, type CityNodeEnv } from '#city-node/env.ts';
import { printToken } from '#protocol/control/enrolment.ts';

const validMinutes = 60;

/** The secret of a token is kept as its hash only. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * Makes a one-time token (`cpn1_…`, good for an hour) with which one portal may enrol. Works whether or not the node
 * runs; each call makes another token.
 */
export async function issueEnrolmentToken(
  databaseUrl: string,
  env: Pick<CityNodeEnv, 'PUBLIC_URL' | 'SIGNING_KEY'>,
  now: Date = new Date(),
): Promise<string> {
  await migrate(databaseUrl);
  const secret = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + validMinutes * 60_000);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('insert into enrolment_tokens (secret_hash, expires_at) values ($1, $2)', [
      secretHash(secret),
      expiresAt,
    ]);
  } finally {
    await client.end();
  }
  return printToken({
    v: 1,
    url: env.PUBLIC_URL,
    key: signingKeyOf(env).publicKey,
    secret,
    expiresAt: expiresAt.toISOString(),
  });
}
