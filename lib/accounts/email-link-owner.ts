import { db, type Conn } from '#db/connection.ts';
import { readEmailToken } from './email-token.ts';

/** Whose mailed link this is, for the page that it opens; null when it works no more. Opening uses nothing up. */
export async function emailLinkOwner(
  secret: string,
  purpose: 'verifyEmail' | 'resetPassword',
  conn: Conn = db(),
): Promise<{ email: string } | null> {
  const owner = secret ? await readEmailToken(conn, secret, purpose) : null;
  return owner && { email: owner.email };
}
